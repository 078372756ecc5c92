package io.mycel.bench.row;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Waits until a server has nothing left to do, its compilers included. What is measured one at a
 * time is measured as users meet it: after some use, at a server that is not busy with what came
 * before.
 */
final class Rest {
  private static final long SPAN_MILLIS = 250;
  private static final double SHARE = 0.1;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private Rest() {}

  /** Returns when the process takes less than a tenth of a processor, or after 20 s. */
  static void of(long pid) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    Duration before = cpu(pid);
    while (System.nanoTime() < end) {
      Thread.sleep(SPAN_MILLIS);
      Duration now = cpu(pid);
      if (now.minus(before).toNanos() < SHARE * TimeUnit.MILLISECONDS.toNanos(SPAN_MILLIS)) {
        return;
      }
      before = now;
    }
  }

  private static Duration cpu(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .orElse(Duration.ZERO);
  }
}
