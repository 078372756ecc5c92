package io.mycel.client;

import java.time.Duration;
import java.util.Objects;

/**
 * What a client does when its connection is lost. The pauses between attempts double, each made
 * longer by chance, so that the clients of a server that was away do not come back all at once.
 *
 * @param first the shortest pause
 * @param longest the longest pause
 * @param attempts in a row before the client gives up; 0 for none at all
 */
public record ReconnectPolicy(Duration first, Duration longest, int attempts) {
  /** 1 to 60 s, a million times: what hypha-rpc does. */
  public static final ReconnectPolicy DEFAULT =
      new ReconnectPolicy(Duration.ofSeconds(1), Duration.ofSeconds(60), 1_000_000);

  /** A lost connection stays lost. */
  public static final ReconnectPolicy NEVER =
      new ReconnectPolicy(Duration.ofSeconds(1), Duration.ofSeconds(60), 0);

  /** Checks the pauses. */
  public ReconnectPolicy {
    Objects.requireNonNull(first, "first");
    Objects.requireNonNull(longest, "longest");
    if (first.toMillis() < 1 || longest.compareTo(first) < 0 || attempts < 0) {
      throw new IllegalArgumentException(
          "a reconnect policy needs 1 ms <= first <= longest and attempts >= 0, not "
              + first
              + ", "
              + longest
              + ", "
              + attempts);
    }
  }

  /**
   * The pause before an attempt.
   *
   * @param attempt counted from 0
   * @param chance 0 to 1
   */
  public Duration pause(int attempt, double chance) {
    double base = Math.min(first.toMillis() * Math.pow(2, attempt), longest.toMillis() / 2.0);
    long millis = (long) (Math.max(base, first.toMillis()) * (1 + chance));
    return Duration.ofMillis(Math.min(millis, longest.toMillis()));
  }
}
