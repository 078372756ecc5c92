package io.mycel.js.internal.limits;

/**
 * A little memory that is let go when there is none left: whoever has taken all of it is ended by
 * means that need some themselves.
 */
final class Reserve {
  private static final long MOST_BYTES = 8 << 20;
  private static final int SHARE = 64;

  private final int bytes;
  private volatile byte[] held;

  /** The right size for a heap. */
  Reserve(long heapBytes) {
    bytes = (int) Math.min(MOST_BYTES, heapBytes / SHARE);
    restore();
  }

  /** Others can have it. */
  void release() {
    held = null;
  }

  /** Takes it back, if it is gone and there is room. */
  void restore() {
    if (held == null) {
      try {
        held = new byte[bytes];
      } catch (OutOfMemoryError e) {
        held = null; // another time
      }
    }
  }
}
