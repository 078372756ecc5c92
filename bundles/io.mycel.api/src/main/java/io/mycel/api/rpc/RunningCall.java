package io.mycel.api.rpc;

/** A call that a function of this peer has not answered yet. */
public final class RunningCall {
  private final String caller;
  private final String session;
  private final String heartbeat;
  private final long intervalNanos;
  private volatile long nextBeat;

  /**
   * A call.
   *
   * @param caller address of the caller
   * @param session the caller's session; null if none
   * @param heartbeat the caller's method that takes heartbeats; null if it wants none
   * @param intervalNanos how often it wants them
   * @param now when the call came, by the engine's clock
   */
  public RunningCall(
      String caller, String session, String heartbeat, long intervalNanos, long now) {
    this.caller = caller;
    this.session = session;
    this.heartbeat = heartbeat;
    this.intervalNanos = intervalNanos;
    this.nextBeat = heartbeat == null ? Long.MAX_VALUE : now + intervalNanos;
  }

  /** Address of the caller. */
  public String caller() {
    return caller;
  }

  /** The caller's session; null if none. */
  public String session() {
    return session;
  }

  /** The caller's method that takes heartbeats; null if it wants none. */
  public String heartbeat() {
    return heartbeat;
  }

  /** When the next heartbeat is due; {@link Long#MAX_VALUE} if none is wanted. */
  public long nextBeat() {
    return nextBeat;
  }

  /** A heartbeat is being sent: the next one is due an interval from now. */
  public void beat(long now) {
    nextBeat = now + intervalNanos;
  }
}
