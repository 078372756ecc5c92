package io.mycel.rpc.internal;

/** Time as the engine sees it; tests have one that stands still. */
interface Clock {
  /** Nanoseconds of a clock that never goes back. */
  long now();

  /** Runs something after a while, on a thread of the clock; it must not block. */
  void after(long delayNanos, Runnable task);
}
