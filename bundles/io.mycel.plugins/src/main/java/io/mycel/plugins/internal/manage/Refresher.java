package io.mycel.plugins.internal.manage;

import io.mycel.plugins.internal.thread.DaemonThreads;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the repositories again from time to time: which versions there are, and what must not run
 * any more, is known without anybody asking. Never at the same time as other servers that were
 * started together.
 */
final class Refresher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Refresher.class);

  /** A start has better things to do, but what must not run is not to wait for hours. */
  private static final long FIRST_MILLIS = TimeUnit.MINUTES.toMillis(5);

  private final ScheduledThreadPoolExecutor timer;
  private final long intervalMillis;
  private final Work work;

  /** What is done again and again. */
  @FunctionalInterface
  interface Work {
    void run() throws InterruptedException;
  }

  /**
   * Begins.
   *
   * @param intervalSeconds between one time and the next, more or less; 0 for never
   */
  Refresher(long intervalSeconds, Work work) {
    this.intervalMillis = TimeUnit.SECONDS.toMillis(intervalSeconds);
    this.work = work;
    this.timer = new ScheduledThreadPoolExecutor(1, new DaemonThreads("io.mycel.plugins-refresh-"));
    if (intervalMillis > 0) {
      after(scattered(Math.min(intervalMillis, FIRST_MILLIS), 0.5, 1));
    }
  }

  private static long scattered(long millis, double least, double most) {
    return (long) (millis * ThreadLocalRandom.current().nextDouble(least, most));
  }

  private void after(long millis) {
    try {
      timer.schedule(this::run, millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("repositories are asked no more", e);
    }
  }

  private void run() {
    try {
      work.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    } catch (RuntimeException e) {
      LOG.error("the repositories were not asked again: {}", e.toString(), e);
    }
    after(scattered(intervalMillis, 0.9, 1.1));
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
