package io.mycel.itest.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients in great numbers: two others that call each other all the time notice nothing. */
class ManyConnectionsTest extends BesideBystanders {
  private static final int IDLE = 2000;

  /** The bystanders, and the client of this JVM that offers the plugin manager. */
  private static final int OTHERS = 3;

  private static final int PER_SECOND = 500;
  private static final int SECONDS = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  ManyConnectionsTest() {
    super("--config=io.mycel.hub:graceSeconds=1");
  }

  /** Only the bystanders are left, and they call on. */
  @AfterEach
  void everythingIsAsBefore() {
    for (Map.Entry<String, Integer> figure :
        Map.of("mycel_transport_connections", 2, "mycel_hub_clients", OTHERS).entrySet()) {
      String name = figure.getKey();
      Eventually.get(
          name, PATIENCE, () -> metrics.get(name), left -> left == figure.getValue().doubleValue());
    }
    Eventually.get(
        "the workspaces of those who left are gone",
        PATIENCE,
        () -> metrics.get("mycel_hub_workspaces"),
        left -> left == 3);
  }

  @Test
  void twoThousandIdleConnectionsCostTheOthersNothing() throws Exception {
    List<PlainSocket> idle = new ArrayList<>();
    try {
      for (int i = 0; i < IDLE; i++) {
        PlainSocket client = PlainSocket.clientOfB(server.url(), "idle-" + i);
        idle.add(client);
        assertTrue(client.read().text().contains("connection_info"));
      }
      assertEquals(IDLE + OTHERS, metrics.get("mycel_hub_clients"));
      bystanders.noticedNothing();
    } finally {
      for (PlainSocket client : idle) {
        client.close();
      }
    }
  }

  /** As fast as the machine can, and no faster than wanted; each is answered before it leaves. */
  @Test
  void fiveHundredConnectionsASecondAreAllAnswered() throws Exception {
    int workers = 8;
    ExecutorService pool = Executors.newFixedThreadPool(workers);
    long answeredBefore = bystanders.answered();
    try {
      List<Callable<Integer>> tasks = new ArrayList<>();
      for (int worker = 0; worker < workers; worker++) {
        int offset = worker;
        tasks.add(() -> comeAndGo(offset, workers));
      }
      int served = 0;
      for (Future<Integer> each : pool.invokeAll(tasks)) {
        served += each.get();
      }
      System.out.println(
          "[interop] "
              + served
              + " clients came and went in "
              + SECONDS
              + " s; meanwhile the bystanders' calls: "
              + (bystanders.answered() - answeredBefore));
      assertTrue(served > PER_SECOND, served + " clients");
    } finally {
      pool.shutdownNow();
      assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS));
    }
  }

  /** Connects each {@code step}-th client at its time; how many were served. */
  private int comeAndGo(int offset, int step) throws IOException {
    long start = System.nanoTime();
    int served = 0;
    for (int i = offset; i < PER_SECOND * SECONDS; i += step) {
      long due = start + i * (TimeUnit.SECONDS.toNanos(1) / PER_SECOND);
      long now = System.nanoTime();
      if (now - start > TimeUnit.SECONDS.toNanos(SECONDS)) {
        return served;
      }
      LockSupport.parkNanos(due - now);
      try (PlainSocket client = PlainSocket.clientOfB(server.url(), "short-" + i)) {
        assertTrue(client.read().text().contains("connection_info"));
        served++;
      }
    }
    return served;
  }
}
