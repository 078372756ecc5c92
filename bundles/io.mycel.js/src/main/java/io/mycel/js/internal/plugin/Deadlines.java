package io.mycel.js.internal.plugin;

import io.mycel.js.internal.thread.DaemonThreads;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Lets what takes too long fail. Has one thread, which ends with it. */
public final class Deadlines implements AutoCloseable {
  private final ScheduledThreadPoolExecutor clock;

  /** Deadlines of a thread with this name. */
  public Deadlines(String threadName) {
    clock = new ScheduledThreadPoolExecutor(1, task -> DaemonThreads.make(threadName, task));
    clock.setRemoveOnCancelPolicy(true);
  }

  /** The same stage, but it fails if it takes longer. */
  <T> CompletionStage<T> within(
      CompletionStage<T> stage, long millis, Supplier<? extends RuntimeException> failure) {
    CompletableFuture<T> bounded = new CompletableFuture<>();
    ScheduledFuture<?> deadline =
        clock.schedule(
            () -> bounded.completeExceptionally(failure.get()), millis, TimeUnit.MILLISECONDS);
    stage.whenComplete((value, failed) -> deadline.cancel(false));
    Stages.join(stage, bounded);
    return bounded;
  }

  /** Runs something later. */
  public ScheduledFuture<?> after(long millis, Runnable task) {
    return clock.schedule(task, millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
