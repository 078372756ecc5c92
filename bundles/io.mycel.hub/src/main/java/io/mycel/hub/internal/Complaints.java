package io.mycel.hub.internal;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * What one client did wrong, so that it cannot fill the log: the first few are worth a line each,
 * then one at each doubling.
 */
final class Complaints {
  private static final int FEW = 5;

  private final AtomicLong count = new AtomicLong();

  /** One more; how many there are if it is worth a line, else 0. */
  long next() {
    long now = count.incrementAndGet();
    return now <= FEW || Long.bitCount(now) == 1 ? now : 0;
  }

  /**
   * One more, which is written if it is worth it.
   *
   * @param line gets the number of them in brackets at its end
   */
  void warn(Logger log, Supplier<String> line) {
    long now = next();
    if (now > 0) {
      log.warn("{} ({} so far)", line.get(), now);
    }
  }
}
