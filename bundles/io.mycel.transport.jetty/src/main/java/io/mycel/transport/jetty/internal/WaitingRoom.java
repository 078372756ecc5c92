package io.mycel.transport.jetty.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Where requests wait, without a thread, until what they need is back: a bundle that is updated in
 * place takes its services away for a moment. Who waits is bounded in number and in time.
 */
public final class WaitingRoom {
  /**
   * Who comes right after something went waits until that is given up, and is then answered by what
   * is left: the end of its patience must come later.
   */
  private static final Duration MARGIN = Duration.ofMillis(50);

  private final Scheduler scheduler;
  private final Duration patience;
  private final int seats;

  /** Guarded by itself. */
  private final Set<Waiter> waiting = new LinkedHashSet<>();

  /** Guarded by {@link #waiting}. */
  private boolean closed;

  /**
   * A room.
   *
   * @param patience the longest that anybody waits here, and how long what went is waited for
   * @param seats how many may wait at one time
   */
  public WaitingRoom(Scheduler scheduler, Duration patience, int seats) {
    this.scheduler = scheduler;
    this.patience = patience;
    this.seats = seats;
  }

  private record Waiter(
      BooleanSupplier there, Executor executor, CompletableFuture<Boolean> answer) {
    private void tell(boolean isThere) {
      executor.execute(() -> answer.complete(isThere));
    }
  }

  /** How long somebody waits at most, and how long what went is waited for. */
  public Duration patience() {
    return patience;
  }

  /** The {@link System#nanoTime()} at which the patience of somebody who comes now ends. */
  public long deadline() {
    return System.nanoTime() + patience.plus(MARGIN).toNanos();
  }

  /**
   * Waits.
   *
   * @param there whether what is missing is back; quick, asked by any thread
   * @param deadline until when to wait, of {@link System#nanoTime()}
   * @param executor completes the stage
   * @return true as soon as it is back; false when the time is over or the room is full or closed
   */
  public CompletionStage<Boolean> await(BooleanSupplier there, long deadline, Executor executor) {
    long left = deadline - System.nanoTime();
    Waiter waiter = new Waiter(there, executor, new CompletableFuture<>());
    synchronized (waiting) {
      if (closed || left <= 0 || waiting.size() >= seats) {
        return CompletableFuture.completedFuture(false);
      }
      waiting.add(waiter);
    }
    Scheduler.Task timeout =
        scheduler.schedule(() -> leave(waiter, false), left, TimeUnit.NANOSECONDS);
    waiter.answer().whenComplete((isThere, failure) -> timeout.cancel());
    // it may have come back before the waiter was seated
    if (there.getAsBoolean()) {
      leave(waiter, true);
    }
    return waiter.answer();
  }

  /** Something came: those for whom it was missing go on. */
  public void changed() {
    List<Waiter> all;
    synchronized (waiting) {
      if (waiting.isEmpty()) {
        return;
      }
      all = new ArrayList<>(waiting);
    }
    for (Waiter each : all) {
      if (each.there().getAsBoolean()) {
        leave(each, true);
      }
    }
  }

  /** How many wait. */
  public int size() {
    synchronized (waiting) {
      return waiting.size();
    }
  }

  /** Turns away who waits, and who comes later. */
  public void close() {
    List<Waiter> all;
    synchronized (waiting) {
      closed = true;
      all = new ArrayList<>(waiting);
    }
    all.forEach(each -> leave(each, false));
  }

  private void leave(Waiter waiter, boolean isThere) {
    boolean first;
    synchronized (waiting) {
      first = waiting.remove(waiter);
    }
    if (first) {
      waiter.tell(isThere);
    }
  }
}
