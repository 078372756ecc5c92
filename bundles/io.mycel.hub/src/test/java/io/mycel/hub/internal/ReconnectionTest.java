package io.mycel.hub.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mycel.api.hub.Client;
import io.mycel.api.hub.Generation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReconnectionTest {

  /** Lets a task run before whoever schedules it goes on, for as long as it can. */
  private static final class Eager extends ScheduledThreadPoolExecutor {
    Eager() {
      super(1);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
      CountDownLatch ran = new CountDownLatch(1);
      ScheduledFuture<?> future =
          super.schedule(
              () -> {
                task.run();
                ran.countDown();
              },
              delay,
              unit);
      try {
        ran.await(300, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return future;
    }
  }

  @Test
  void aClientWhoseTimeIsOverAlreadyIsNotWaitedForForEver() throws Exception {
    Eager timer = new Eager();
    try {
      Tokens tokens = new Tokens(new byte[32], new Names(), InstantSource.system(), 10);
      Reconnection reconnection =
          new Reconnection(tokens, Duration.ofHours(1), Duration.ofSeconds(30), 10, timer);
      Client client = new Client(Generation.B, "ws", "c", Directory.ROOT, false);
      LocalConnection connection =
          new LocalConnection((main, extra, lease) -> lease.release(), new ConcurrentHashMap<>());
      ClientEntry entry = new ClientEntry(client, connection, null, null, null);
      CompletableFuture<ClientEntry> expired = new CompletableFuture<>();

      reconnection.lost(entry, System.currentTimeMillis() - 1, expired::complete);

      assertEquals(entry, expired.get(20, TimeUnit.SECONDS));
      assertEquals(0, reconnection.size());
    } finally {
      timer.shutdownNow();
    }
  }
}
