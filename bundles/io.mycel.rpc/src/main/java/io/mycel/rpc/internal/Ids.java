package io.mycel.rpc.internal;

import java.security.SecureRandom;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/** Makes names that are unique for all practical purposes. */
final class Ids {
  private static final String LETTERS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int LENGTH = 22;
  private static final SecureRandom SECRETS = new SecureRandom();

  private Ids() {}

  /** 22 letters and digits, which protect nothing by themselves. */
  static String next() {
    return next(ThreadLocalRandom.current());
  }

  /** The same, for what whoever knows its name may use. */
  static String secret() {
    return next(SECRETS);
  }

  private static String next(Random random) {
    char[] id = new char[LENGTH];
    for (int i = 0; i < LENGTH; i += 11) {
      long bits = random.nextLong() >>> 1;
      for (int j = i; j < i + 11; j++) {
        id[j] = LETTERS.charAt((int) (bits % 62));
        bits /= 62;
      }
    }
    return new String(id);
  }
}
