package io.mycel.rpc.internal;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The real time, with one daemon thread. */
final class TimerClock implements Clock, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TimerClock.class);

  private final ScheduledThreadPoolExecutor timer;

  TimerClock() {
    timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "io.mycel.rpc-timer");
              thread.setDaemon(true);
              // else that of whoever was the first to need it, which may be an old version of a
              // bundle
              thread.setContextClassLoader(TimerClock.class.getClassLoader());
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public long now() {
    return System.nanoTime();
  }

  @Override
  public void after(long delayNanos, Runnable task) {
    try {
      timer.schedule(() -> guarded(task), delayNanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("timer is closed: the engine that takes over keeps the time");
    }
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("a timer task failed", e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
