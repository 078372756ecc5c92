package io.mycel.hub.internal;

/**
 * How fast each client may send.
 *
 * @param perSecond messages a second in the long run; 0 for no limit
 * @param burst messages at once, after a silence
 */
record RateLimit(int perSecond, int burst) {
  RateLimit {
    if (perSecond < 0 || perSecond > 0 && burst < 1) {
      throw new IllegalArgumentException(
          "maxMessagesPerSecond must be 0 (no limit) or more, and maxMessageBurst at least 1; not "
              + perSecond
              + " and "
              + burst);
    }
  }

  boolean isOn() {
    return perSecond > 0;
  }
}
