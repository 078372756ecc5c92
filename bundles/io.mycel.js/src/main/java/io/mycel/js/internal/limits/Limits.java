package io.mycel.js.internal.limits;

/**
 * What one plugin may use. Where a limit has 0 for none, its description says so.
 *
 * @param cpuCallMillis processor time of one task: a call, a timer, a message, with the promises
 *     that it settles
 * @param cpuMinuteMillis processor time within any minute
 * @param statements that one task may run; 0 for no limit. A limit makes all code slower
 * @param stackBytes of the plugin's thread
 * @param outputBytesPerMinute of its log
 * @param lineBytes longer lines of its log are cut
 * @param messageBytes of one call's arguments or result, and of one message
 * @param timers that wait at one time
 * @param pendingPromises calls to others, requests and sockets that are open at one time
 * @param waitingCalls calls of others that wait for it or are being answered
 * @param stopMillis how long it may take to stop before it is cut off, and after that before it
 *     counts as a runaway
 */
public record Limits(
    int cpuCallMillis,
    int cpuMinuteMillis,
    long statements,
    int stackBytes,
    long outputBytesPerMinute,
    int lineBytes,
    long messageBytes,
    int timers,
    int pendingPromises,
    int waitingCalls,
    int stopMillis) {

  /** What is right where nobody says otherwise. */
  public static Limits defaults() {
    return new Limits(
        30_000, 45_000, 0, 1 << 20, 4L << 20, 16 << 10, 256L << 20, 1000, 1000, 1000, 5000);
  }
}
