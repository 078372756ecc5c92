package io.mycel.bench.load;

import io.mycel.bench.net.Loop;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Begins calls at a steady rate, whether or not those before have ended, and counts how long each
 * takes from when it was due: who waits for an answer before the next call does not see for how
 * many calls it would have been late.
 */
public final class Pace {
  private final Loop loop;
  private final long intervalNanos;
  private final Deque<Lane> free;
  private final int lanes;
  private final Deque<Long> late = new ArrayDeque<>();
  private final Tally tally = new Tally();
  private final CompletableFuture<Tally> done = new CompletableFuture<>();
  private volatile boolean stopped;
  private boolean over;

  private Pace(Loop loop, Collection<? extends Lane> lanes, int perSecond) {
    this.loop = loop;
    this.intervalNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.free = new ArrayDeque<>(lanes);
    this.lanes = lanes.size();
  }

  /**
   * Begins.
   *
   * @param lanes as many calls as may be on their way at one time; more wait for these
   */
  public static Pace start(Loop loop, Collection<? extends Lane> lanes, int perSecond) {
    Pace pace = new Pace(loop, lanes, perSecond);
    Thread thread = new Thread(pace::run, "bench-pace");
    thread.setDaemon(true);
    thread.start();
    return pace;
  }

  private void run() {
    for (long due = System.nanoTime(); !stopped; due += intervalNanos) {
      long each = due;
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      loop.execute(() -> begin(each));
    }
    loop.execute(
        () -> {
          over = true;
          endIfOver();
        });
  }

  private void begin(long due) {
    Lane lane = free.poll();
    if (lane == null) {
      late.add(due);
    } else {
      lane.start(failure -> ended(lane, due, failure));
    }
  }

  private void ended(Lane lane, long due, String failure) {
    if (failure == null) {
      tally.done(due, System.nanoTime());
    } else {
      tally.failed(failure);
    }
    free.add(lane);
    Long next = late.poll();
    if (next != null) {
      begin(next);
    }
    endIfOver();
  }

  private void endIfOver() {
    if (over && late.isEmpty() && free.size() == lanes) {
      done.complete(tally);
    }
  }

  /** Begins no more calls; done when the last one has ended. */
  public CompletableFuture<Tally> stop() {
    stopped = true;
    return done;
  }
}
