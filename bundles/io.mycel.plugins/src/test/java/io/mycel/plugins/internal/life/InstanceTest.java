package io.mycel.plugins.internal.life;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InstanceTest {
  private final Instance instance = new Instance(null, null);
  private final List<String> order = Collections.synchronizedList(new ArrayList<>());

  @Test
  void nothingIsWrittenDownOfOneThatHasEnded() {
    instance.end(false, 0);
    instance.beforeItEnds(() -> order.add("written"));
    assertEquals(List.of(), order);
  }

  @Test
  void itsEndWaitsForWhatIsBeingWritten() throws Exception {
    CountDownLatch writing = new CountDownLatch(1);
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () ->
                instance.beforeItEnds(
                    () -> {
                      writing.countDown();
                      pause();
                      order.add("written");
                    }));
    writing.await(10, TimeUnit.SECONDS);
    instance.end(false, 0);
    order.add("ended");
    writer.get(10, TimeUnit.SECONDS);
    assertEquals(List.of("written", "ended"), order);
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
