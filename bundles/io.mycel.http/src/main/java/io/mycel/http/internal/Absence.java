package io.mycel.http.internal;

import io.mycel.api.http.HttpException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where requests wait, without a thread, for a core that is being replaced. Only one that went
 * lately is waited for, and who waits is bounded in number and in time. Its one thread ends by
 * itself when nobody waits.
 */
final class Absence {
  private static final long IDLE_SECONDS = 5;

  private final long patienceNanos;
  private final int seats;
  private final ScheduledThreadPoolExecutor thread;

  /** Guarded by this, as is what follows. */
  private final Set<CompletableFuture<Core>> waiting = new LinkedHashSet<>();

  /** Until when it is waited for, of {@link System#nanoTime()}; null before any has gone. */
  private Long deadline;

  private boolean closed;

  Absence(int patienceMillis, int seats) {
    this.patienceNanos = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
    this.seats = seats;
    thread =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread made = new Thread(work, "io.mycel.http-waiting");
              made.setDaemon(true);
              // else that of whoever was the first to need it, which may be an old version of a
              // bundle
              made.setContextClassLoader(Absence.class.getClassLoader());
              return made;
            });
    thread.setRemoveOnCancelPolicy(true);
    thread.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    thread.allowCoreThreadTimeOut(true);
  }

  /** The core went. */
  synchronized void begins() {
    deadline = System.nanoTime() + patienceNanos;
  }

  /**
   * Waits for the next core.
   *
   * @return fails with status 503 if none comes in time, or none may be waited for
   */
  synchronized CompletionStage<Core> next() {
    long left = deadline == null ? 0 : deadline - System.nanoTime();
    if (closed || left <= 0 || waiting.size() >= seats) {
      return CompletableFuture.failedFuture(unavailable());
    }
    CompletableFuture<Core> seat = new CompletableFuture<>();
    waiting.add(seat);
    ScheduledFuture<?> timeout =
        thread.schedule(
            () -> seat.completeExceptionally(unavailable()), left, TimeUnit.NANOSECONDS);
    seat.whenComplete(
        (core, failure) -> {
          timeout.cancel(false);
          synchronized (this) {
            waiting.remove(seat);
          }
        });
    return seat;
  }

  /** A core came: those who wait go on with it, in another thread than the caller's. */
  synchronized void ends(Core core) {
    List<CompletableFuture<Core>> all = new ArrayList<>(waiting);
    waiting.clear();
    if (!closed) {
      all.forEach(each -> thread.execute(() -> each.complete(core)));
    }
  }

  /** Turns away who waits and who comes later, and ends the thread. */
  void close() {
    List<CompletableFuture<Core>> all;
    synchronized (this) {
      closed = true;
      all = new ArrayList<>(waiting);
    }
    all.forEach(each -> each.completeExceptionally(unavailable()));
    thread.shutdown();
  }

  private static HttpException unavailable() {
    return new HttpException(503, "the server is starting or being updated; retry");
  }
}
