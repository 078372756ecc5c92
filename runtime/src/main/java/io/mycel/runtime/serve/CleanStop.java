package io.mycel.runtime.serve;

import io.mycel.runtime.platform.Platform;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleException;

/**
 * Stops the platform when the process is asked to end (Ctrl-C, SIGTERM) or when its command ends by
 * itself; a bundle that hangs in its stop does not hold the process for more than five seconds.
 */
final class CleanStop implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMillis(4500);

  /** For a stop that blocks where it should only wait. */
  private static final Duration LAST = PATIENCE.plusMillis(300);

  private static final String LATE =
      "mycel: a bundle did not stop within " + PATIENCE.toMillis() + " ms; ended without it";

  private final Platform platform;
  private final PrintStream err;
  private final CountDownLatch stopped = new CountDownLatch(1);

  CleanStop(Platform platform, PrintStream err) {
    this.platform = platform;
    this.err = err;
  }

  /** From now on the end of the JVM stops the platform first. */
  void onShutdown() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "mycel-stop"));
  }

  /** Stops the platform, once. */
  @Override
  public void close() {
    stop();
  }

  private synchronized void stop() {
    if (stopped.getCount() == 0) {
      return;
    }
    Thread watchdog = new Thread(this::haltIfLate, "mycel-stop-watchdog");
    watchdog.setDaemon(true);
    watchdog.start();
    try {
      if (!platform.stop(PATIENCE)) {
        err.println(LATE);
      }
    } catch (BundleException e) {
      err.println("mycel: while stopping: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stopped.countDown();
    }
  }

  private void haltIfLate() {
    try {
      if (!stopped.await(LAST.toMillis(), TimeUnit.MILLISECONDS)) {
        err.println(LATE);
        Runtime.getRuntime().halt(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
