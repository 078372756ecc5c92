package io.mycel.itest.client;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Asks again until an answer is as wished, or the time is up. */
final class Eventually {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private Eventually() {}

  /** The first answer that is as wished. */
  static <T> T get(String what, Duration patience, Supplier<T> question, Predicate<T> wished) {
    long end = System.nanoTime() + patience.toNanos();
    for (T answer = question.get(); ; answer = question.get()) {
      if (wished.test(answer)) {
        return answer;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError(what + " did not come true in " + patience + ": " + answer);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
