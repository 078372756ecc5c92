package io.mycel.plugins.internal.life;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of {@link Life}: one for events, in their order, and some for what may block. */
final class Hands {
  private static final Logger LOG = LoggerFactory.getLogger(Hands.class);
  private static final String NAME = "io.mycel.plugins-";

  private final ThreadGroupOfOurs ours = new ThreadGroupOfOurs();
  private final ScheduledThreadPoolExecutor events;
  private final ThreadPoolExecutor workers;

  /** Makes daemon threads, and knows them again. */
  private static final class ThreadGroupOfOurs implements ThreadFactory {
    private final AtomicInteger number = new AtomicInteger();

    @Override
    public Thread newThread(Runnable work) {
      Thread thread = new Ours(work, NAME + number.incrementAndGet(), this);
      thread.setDaemon(true);
      // else that of whoever was the first to need it, which may be an old version of a bundle
      thread.setContextClassLoader(Hands.class.getClassLoader());
      return thread;
    }
  }

  private static final class Ours extends Thread {
    private final ThreadGroupOfOurs whose;

    Ours(Runnable work, String name, ThreadGroupOfOurs whose) {
      super(work, name);
      this.whose = whose;
    }
  }

  Hands(int workers) {
    events = new ScheduledThreadPoolExecutor(1, ours);
    events.setRemoveOnCancelPolicy(true);
    // as much as there are plugins may wait
    this.workers =
        new ThreadPoolExecutor(
            workers, workers, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), ours);
    this.workers.allowCoreThreadTimeOut(true);
  }

  boolean isOurs(Thread thread) {
    return thread instanceof Ours each && each.whose == ours;
  }

  /** An event; false if it comes after the end. */
  boolean post(Runnable event) {
    try {
      events.execute(guarded(event));
      return true;
    } catch (RejectedExecutionException e) {
      LOG.debug("this happens after the end of plugins", e);
      return false;
    }
  }

  /** An event with an outcome. */
  <T> CompletionStage<T> call(Callable<T> event) {
    CompletableFuture<T> outcome = new CompletableFuture<>();
    try {
      events.execute(
          () -> {
            try {
              outcome.complete(event.call());
            } catch (Exception | LinkageError e) {
              outcome.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      outcome.completeExceptionally(
          new IllegalStateException("plugins are no longer managed: the server stops", e));
    }
    return outcome;
  }

  /** Something that may block; false if it comes after the end. */
  boolean work(Runnable work) {
    try {
      workers.execute(guarded(work));
      return true;
    } catch (RejectedExecutionException e) {
      LOG.debug("this is to be done after the end of plugins", e);
      return false;
    }
  }

  /** An event again and again. */
  void every(long millis, Runnable event) {
    events.scheduleWithFixedDelay(guarded(event), millis, millis, TimeUnit.MILLISECONDS);
  }

  private static Runnable guarded(Runnable work) {
    return () -> {
      try {
        work.run();
      } catch (RuntimeException | LinkageError e) {
        LOG.error("plugins: what should not fail has failed", e);
      }
    };
  }

  void close() {
    events.shutdown();
    workers.shutdownNow();
  }
}
