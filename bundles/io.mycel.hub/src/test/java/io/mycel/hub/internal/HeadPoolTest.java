package io.mycel.hub.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.mycel.api.transport.Lease;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Heads of frames that are used again. */
class HeadPoolTest {
  private static final int THREADS = 4;
  private static final int ROUNDS = 20_000;

  private final HeadPool pool = new HeadPool();
  private final List<String> told = new ArrayList<>();

  private final Lease frame =
      new Lease() {
        @Override
        public void release() {
          told.add("release");
        }

        @Override
        public void keep() {
          told.add("keep");
        }
      };

  @Test
  void aHeadIsUsedAgainOnceItsFrameIsWritten() {
    HeadPool.Head first = pool.take(frame);
    HeadPool.Head second = pool.take(frame);
    assertNotSame(first, second, "the first is not written yet");
    first.release();
    assertSame(first, pool.take(frame));
    assertEquals(List.of("release"), told, "the frame goes with its head");
  }

  @Test
  void aHeadThatAValueShowsIsNeverUsedAgain() {
    HeadPool.Head shown = pool.take(frame);
    shown.keep();
    assertNotSame(shown, pool.take(frame));
    assertEquals(List.of("keep"), told);
  }

  @Test
  void noTwoThreadsEverHaveTheSameHead() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        byte mine = (byte) i;
        all.add(threads.submit(() -> useHeads(mine)));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void useHeads(byte mine) {
    for (int round = 0; round < ROUNDS; round++) {
      HeadPool.Head one = pool.take(Lease.NONE);
      HeadPool.Head other = pool.take(Lease.NONE);
      assertNotSame(one, other);
      one.room().put(0, mine);
      other.room().put(0, mine);
      Thread.onSpinWait();
      assertEquals(mine, one.room().get(0));
      assertEquals(mine, other.room().get(0));
      other.release();
      one.release();
    }
  }
}
