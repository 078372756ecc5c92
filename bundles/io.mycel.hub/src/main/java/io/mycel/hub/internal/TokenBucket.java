package io.mycel.hub.internal;

import java.time.InstantSource;

/**
 * How many messages one client may still send: so many come back each second, up to the burst.
 * Messages that cannot be refused are counted too, and make a debt.
 */
final class TokenBucket {
  /** Clients give up after 20 seconds without a pong, so nobody is kept waiting for long. */
  private static final long MAX_REST_MILLIS = 5000;

  private final RateLimit limit;
  private final InstantSource clock;
  private double left;
  private long filledAt;
  private long restsUntil;

  TokenBucket(RateLimit limit, InstantSource clock) {
    this.limit = limit;
    this.clock = clock;
    this.left = limit.burst();
    this.filledAt = clock.millis();
  }

  RateLimit limit() {
    return limit;
  }

  /** Takes a message that can be refused; false if it must be. */
  synchronized boolean take() {
    fill();
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }

  /**
   * Takes a message that cannot be refused.
   *
   * @return for how many milliseconds nothing more should be read from the client: 0 unless it owes
   *     more than a burst, and 0 while it rests already
   */
  synchronized long owe() {
    long now = fill();
    left--;
    if (left >= -limit.burst() || now < restsUntil) {
      return 0;
    }
    long rest = Math.min(MAX_REST_MILLIS, (long) (-left * 1000 / limit.perSecond()) + 1);
    restsUntil = now + rest;
    return rest;
  }

  private long fill() {
    long now = clock.millis();
    // the clock of the machine may be set back
    long passed = Math.max(0, now - filledAt);
    left = Math.min(limit.burst(), left + passed * limit.perSecond() / 1000.0);
    filledAt = now;
    return now;
  }
}
