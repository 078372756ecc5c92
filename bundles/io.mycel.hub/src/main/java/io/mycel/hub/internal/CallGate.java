package io.mycel.hub.internal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets calls in until it is closed, and tells when the last one has left. */
final class CallGate {
  /** Added when the gate closes: a count below zero lets nobody in. */
  private static final int CLOSED = Integer.MIN_VALUE;

  private final AtomicInteger calls = new AtomicInteger();
  private final CountDownLatch empty = new CountDownLatch(1);

  /**
   * Begins a call.
   *
   * @return false if the gate is closed
   */
  boolean enter() {
    int now = calls.get();
    while (now >= 0) {
      if (calls.compareAndSet(now, now + 1)) {
        return true;
      }
      now = calls.get();
    }
    return false;
  }

  /** Ends a call that was let in. */
  void leave() {
    if (calls.decrementAndGet() == CLOSED) {
      empty.countDown();
    }
  }

  /** Lets nobody in any more. Called once. */
  void close() {
    if (calls.addAndGet(CLOSED) == CLOSED) {
      empty.countDown();
    }
  }

  /**
   * Waits, once it is closed, until the last call has left.
   *
   * @return how many are still inside after that time
   */
  int awaitEmpty(Duration atMost) {
    try {
      return empty.await(atMost.toNanos(), TimeUnit.NANOSECONDS) ? 0 : calls.get() - CLOSED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return calls.get() - CLOSED;
    }
  }
}
