package io.mycel.plugins.internal.life;

/** The calls that wait until their plugins are back, and the room for them. Of any thread. */
final class WaitingCalls {
  private final AbsenceLimits limits;

  /** Both guarded by this. */
  private long calls;

  private long bytes;

  WaitingCalls(AbsenceLimits limits) {
    this.limits = limits;
  }

  AbsenceLimits limits() {
    return limits;
  }

  /**
   * One more waits.
   *
   * @param callBytes what its arguments take
   * @return false if there is no room for it
   */
  synchronized boolean enter(long callBytes) {
    if (bytes + callBytes > limits.bytes()) {
      return false;
    }
    bytes += callBytes;
    calls++;
    return true;
  }

  /** One waits no more. */
  synchronized void leave(long callBytes) {
    bytes -= callBytes;
    calls--;
  }

  /** How many wait. */
  synchronized long count() {
    return calls;
  }
}
