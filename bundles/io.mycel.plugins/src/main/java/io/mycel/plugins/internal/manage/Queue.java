package io.mycel.plugins.internal.manage;

import io.mycel.plugins.internal.thread.DaemonThreads;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Does one thing after the other. */
final class Queue {
  private static final int ASIDE = 4;

  private final ThreadPoolExecutor executor;
  private final ThreadPoolExecutor aside;
  private final ThreadPoolExecutor helper;
  private final ThreadPoolExecutor asking;

  /**
   * A queue with nothing in it.
   *
   * @param waiting how much may wait
   */
  Queue(int waiting) {
    executor = executor(1, waiting, "io.mycel.plugins-install-");
    aside = executor(ASIDE, waiting, "io.mycel.plugins-aside-");
    helper = executor(1, waiting, "io.mycel.plugins-helper-");
    asking = executor(ASIDE, waiting, "io.mycel.plugins-asking-");
  }

  private static ThreadPoolExecutor executor(int threads, int waiting, String name) {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            threads,
            threads,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(waiting),
            new DaemonThreads(name));
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /** For what is done at the same time. */
  Executor aside() {
    return aside;
  }

  /** For short parts of what is being done, which waits for them: nobody else keeps it busy. */
  Executor helper() {
    return helper;
  }

  /** For parts of what is done {@link #aside}, which waits for them, and so needs others. */
  Executor asking() {
    return asking;
  }

  /** Does something when all that came before is done. */
  <T> CompletionStage<T> call(String what, Callable<T> work) {
    return call(executor, what, work);
  }

  /** Does something that changes nothing, at the same time. */
  <T> CompletionStage<T> aside(Callable<T> work) {
    return call(aside, "this", work);
  }

  private static <T> CompletionStage<T> call(
      ThreadPoolExecutor executor, String what, Callable<T> work) {
    CompletableFuture<T> outcome = new CompletableFuture<>();
    try {
      executor.execute(
          () -> {
            try {
              outcome.complete(work.call());
            } catch (Exception | LinkageError e) {
              outcome.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      outcome.completeExceptionally(
          new InstallException(
              InstallException.Kind.SERVER,
              executor.isShutdown()
                  ? what + ": plugins are no longer managed, the server stops"
                  : what + ": too much waits to be done with plugins; try again later",
              e));
    }
    return outcome;
  }

  /** Begins nothing more, and interrupts what goes on. */
  void close(long patienceMillis) throws InterruptedException {
    executor.shutdownNow();
    aside.shutdownNow();
    asking.shutdownNow();
    executor.awaitTermination(patienceMillis, TimeUnit.MILLISECONDS);
    helper.shutdownNow();
  }
}
