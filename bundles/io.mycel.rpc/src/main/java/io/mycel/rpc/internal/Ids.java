package io.mycel.rpc.internal;

import java.util.concurrent.ThreadLocalRandom;

/** Makes names that are unique for all practical purposes. They protect nothing by themselves. */
final class Ids {
  private static final String LETTERS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int LENGTH = 22;

  private Ids() {}

  /** 22 letters and digits. */
  static String next() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
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
