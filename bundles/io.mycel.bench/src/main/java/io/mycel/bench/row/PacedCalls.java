package io.mycel.bench.row;

import io.mycel.bench.load.LoadClient;
import io.mycel.bench.load.Samples;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls a function at a steady rate, whether or not earlier calls have been answered. A latency
 * counts from when its call was due, so that a stop of the caller hides none of the server.
 */
final class PacedCalls {
  private static final long PATIENCE_SECONDS = 60;

  private final LoadClient client;
  private final String to;
  private final String method;
  private final long intervalNanos;

  PacedCalls(LoadClient client, String to, String method, int perSecond) {
    this.client = client;
    this.to = to;
    this.method = method;
    this.intervalNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
  }

  /** What happens meanwhile. */
  interface Work {
    void run() throws Exception;
  }

  /** What became of the calls. */
  record Outcome(Samples latencies, long errors, String firstError) {
    double worstMillis() {
      return latencies.micros(1) / 1000;
    }
  }

  /** One call's answer: on the client's loop. */
  private static final class Tally {
    private final Samples latencies = new Samples();
    private long errors;
    private String firstError = "";
    private long open;

    private synchronized void begun() {
      open++;
    }

    private synchronized void ended(long number, long due, Object value, Throwable failure) {
      latencies.add(System.nanoTime() - due);
      if (failure != null || !(value instanceof Number back) || back.longValue() != number) {
        if (errors++ == 0) {
          firstError = failure != null ? failure.toString() : number + " came back as " + value;
        }
      }
      open--;
      notifyAll();
    }

    private synchronized Outcome await() throws InterruptedException {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (open > 0 && System.nanoTime() < end) {
        wait(TimeUnit.SECONDS.toMillis(1));
      }
      return open == 0
          ? new Outcome(latencies, errors, firstError)
          : new Outcome(latencies, errors + open, open + " calls had no answer");
    }
  }

  /** Calls as long as some work takes, and waits for all answers. */
  Outcome during(Work work) throws Exception {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    Tally tally = new Tally();
    Thread caller = new Thread(() -> call(tally, ended), "bench-paced-calls");
    caller.start();
    try {
      work.run();
    } finally {
      ended.complete(null);
      caller.join();
    }
    return tally.await();
  }

  private void call(Tally tally, CompletableFuture<Void> ended) {
    long due = System.nanoTime();
    for (long i = 0; !ended.isDone(); i++) {
      long number = i;
      long begun = due;
      tally.begun();
      client
          .call(to, method, args -> args.array(1).integer(number))
          .whenComplete((value, failure) -> tally.ended(number, begun, value, failure));
      due += intervalNanos;
      LockSupport.parkNanos(due - System.nanoTime());
    }
  }
}
