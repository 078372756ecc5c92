package io.mycel.transport.jetty.internal.http;

/**
 * A single range of bytes that a client asks for (RFC 9110 section 14.1.2).
 *
 * @param first the first byte
 * @param last the last byte, inclusive; before {@code first} if the range cannot be satisfied
 */
record ByteRange(long first, long last) {

  /** How many bytes. */
  long length() {
    return last - first + 1;
  }

  boolean isSatisfiable() {
    return length() > 0;
  }

  /**
   * Reads a header; null if there is none or it is to be ignored, as several ranges and other units
   * are.
   *
   * @param size of the whole file
   */
  static ByteRange parse(String header, long size) {
    if (header == null || !header.startsWith("bytes=")) {
      return null;
    }
    String range = header.substring("bytes=".length()).trim();
    int dash = range.indexOf('-');
    if (dash < 0) {
      return null;
    }
    long first = number(range.substring(0, dash));
    long last = number(range.substring(dash + 1));
    if (first == BAD || last == BAD || first == ABSENT && last == ABSENT) {
      return null;
    }
    if (first == ABSENT) {
      return new ByteRange(Math.max(0, size - last), size - 1);
    }
    if (last != ABSENT && last < first) {
      return null;
    }
    return new ByteRange(first, last == ABSENT ? size - 1 : Math.min(last, size - 1));
  }

  private static final long ABSENT = -1;
  private static final long BAD = -2;

  private static long number(String digits) {
    if (digits.isEmpty()) {
      return ABSENT;
    }
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return BAD;
      }
    }
    return digits.length() > 18 ? Long.MAX_VALUE / 2 : Long.parseLong(digits);
  }
}
