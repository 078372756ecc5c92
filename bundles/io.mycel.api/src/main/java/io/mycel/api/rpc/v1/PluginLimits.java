package io.mycel.api.rpc.v1;

import java.time.Duration;

/**
 * What a {@link PluginEngine} allows a peer.
 *
 * @param depth nesting of maps and lists in a message
 * @param objects objects offered to the other side and not disposed of
 * @param callbacks functions and promises handed to the other side and not used yet
 * @param runningCalls calls of the other side that are not answered yet
 * @param scripts scripts that wait for their turn
 * @param handshakeTimeout the longest wait for a step of the handshake
 * @param executeTimeout the longest run of one script (which may install requirements)
 * @param callTimeout the longest wait for an answer; v1 has no heartbeats, and plugins compute long
 */
public record PluginLimits(
    int depth,
    int objects,
    int callbacks,
    int runningCalls,
    int scripts,
    Duration handshakeTimeout,
    Duration executeTimeout,
    Duration callTimeout) {

  /** Checks that every limit can be met. */
  public PluginLimits {
    between("depth", depth, 4, 1000);
    between("objects", objects, 1, Integer.MAX_VALUE);
    between("callbacks", callbacks, 2, 1 << 24);
    between("runningCalls", runningCalls, 1, Integer.MAX_VALUE);
    between("scripts", scripts, 1, Integer.MAX_VALUE);
    between("handshakeTimeout (ms)", handshakeTimeout.toMillis(), 1, Long.MAX_VALUE);
    between("executeTimeout (ms)", executeTimeout.toMillis(), 1, Long.MAX_VALUE);
    between("callTimeout (ms)", callTimeout.toMillis(), 1, Long.MAX_VALUE);
  }

  /** The limits of a component without configuration. */
  public static PluginLimits defaults() {
    return new PluginLimits(
        128,
        10_000,
        65_536,
        10_000,
        1_000,
        Duration.ofMinutes(3),
        Duration.ofMinutes(30),
        Duration.ofHours(24));
  }

  private static void between(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "plugin RPC limit " + name + " must be " + min + " to " + max + ", not " + value);
    }
  }
}
