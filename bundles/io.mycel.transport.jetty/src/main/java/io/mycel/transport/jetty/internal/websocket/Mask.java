package io.mycel.transport.jetty.internal.websocket;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;

/**
 * Undoes the masking of client frames (RFC 6455 section 5.3), eight bytes at a time. Each kind of
 * memory has a loop of its own: one loop that met both would choose between them for every eight
 * bytes, which takes seven times as long.
 */
final class Mask {
  private Mask() {}

  /**
   * Unmasks a range in place.
   *
   * @param buffer the payload in big-endian order, index 0 being its first byte
   * @param from a multiple of 8
   * @param to the end of the range, exclusive
   * @param key the masking key, first byte highest
   */
  static void apply(ByteBuffer buffer, int from, int to, int key) {
    assert buffer.order() == ByteOrder.BIG_ENDIAN && from % 8 == 0;
    long wide = (long) key << 32 | key & 0xFFFFFFFFL;
    if (buffer.isDirect()) {
      applyDirect(buffer.slice(from, to - from), wide);
    } else {
      applyHeap(buffer, from, to, wide);
    }
  }

  private static void applyHeap(ByteBuffer buffer, int from, int to, long wide) {
    int i = from;
    for (; i <= to - 8; i += 8) {
      buffer.putLong(i, buffer.getLong(i) ^ wide);
    }
    for (int shift = 56; i < to; i++, shift -= 8) {
      buffer.put(i, (byte) (buffer.get(i) ^ wide >>> shift));
    }
  }

  /** In the order of the machine, as the compiler makes vectors of it. */
  private static void applyDirect(ByteBuffer range, long wide) {
    LongBuffer longs = range.order(ByteOrder.nativeOrder()).asLongBuffer();
    long key = range.order() == ByteOrder.BIG_ENDIAN ? wide : Long.reverseBytes(wide);
    int count = longs.limit();
    for (int i = 0; i < count; i++) {
      longs.put(i, longs.get(i) ^ key);
    }
    int i = count * 8;
    for (int shift = 56; i < range.limit(); i++, shift -= 8) {
      range.put(i, (byte) (range.get(i) ^ wide >>> shift));
    }
  }
}
