package io.mycel.rpc.internal.v1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.transport.MessagePort;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The channel within this JVM. */
class MemoryPortTest {

  /** Writes down what arrives. */
  private static final class Diary implements MessagePort.Receiver {
    private final List<Object> entries = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public void received(Map<String, Object> message) {
      if (message.containsKey("fail")) {
        throw new IllegalStateException("cannot");
      }
      entries.add(message.get("n"));
    }

    @Override
    public void closed(String reason) {
      entries.add(reason);
      closed.countDown();
    }
  }

  @Test
  void orderIsKeptAcrossThreadsAndClosingComesLast() throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(4);
    try {
      MessagePort.Pair pair = MessagePort.inMemory(executor, 100_000);
      Diary diary = new Diary();
      pair.core().send(Map.of("n", 0));
      pair.plugin().deliverTo(diary);
      for (int i = 1; i < 10_000; i++) {
        assertTrue(pair.core().send(Map.of("n", i)));
      }
      pair.core().close("bye");
      assertTrue(diary.closed.await(20, TimeUnit.SECONDS));
      List<Object> expected = new ArrayList<>(IntStream.range(0, 10_000).boxed().toList());
      expected.add("bye");
      assertEquals(expected, diary.entries);
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void waitingMessagesAreLimited() {
    MessagePort.Pair pair = MessagePort.inMemory(Runnable::run, 2);
    assertTrue(pair.core().send(Map.of("n", 1)));
    assertTrue(pair.core().send(Map.of("n", 2)));
    assertFalse(pair.core().send(Map.of("n", 3)));
    Diary diary = new Diary();
    pair.plugin().deliverTo(diary);
    assertEquals(List.of(1, 2), diary.entries);
    assertTrue(pair.core().send(Map.of("n", 4)));
    assertThrows(IllegalStateException.class, () -> pair.plugin().deliverTo(diary));
    assertThrows(IllegalArgumentException.class, () -> MessagePort.inMemory(Runnable::run, 0));
  }

  @Test
  void closedPortTakesNothingAndTellsBothEndsOnce() {
    MessagePort.Pair pair = MessagePort.inMemory(Runnable::run, 2);
    Diary core = new Diary();
    Diary plugin = new Diary();
    pair.core().deliverTo(core);
    pair.plugin().deliverTo(plugin);
    pair.plugin().close("first");
    pair.core().close("second");
    assertFalse(pair.core().send(Map.of()));
    assertFalse(pair.plugin().send(Map.of()));
    assertFalse(pair.core().isOpen());
    assertEquals(List.of("first"), core.entries);
    assertEquals(List.of("first"), plugin.entries);
  }

  @Test
  void receiverThatFailsEndsTheChannel() {
    MessagePort.Pair pair = MessagePort.inMemory(Runnable::run, 2);
    Diary diary = new Diary();
    pair.plugin().deliverTo(diary);
    pair.core().send(Map.of("fail", true));
    assertFalse(pair.core().isOpen());
    assertEquals(
        List.of("receiver failed: java.lang.IllegalStateException: cannot"), diary.entries);
  }

  @Test
  void stoppedExecutorDoesNotSwallowTheEnd() {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    executor.shutdownNow();
    MessagePort.Pair pair = MessagePort.inMemory(executor, 2);
    Diary diary = new Diary();
    pair.plugin().deliverTo(diary);
    pair.core().close("stopped");
    assertEquals(List.of("stopped"), diary.entries);
  }
}
