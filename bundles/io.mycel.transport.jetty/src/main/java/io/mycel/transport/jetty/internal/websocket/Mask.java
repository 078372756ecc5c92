package io.mycel.transport.jetty.internal.websocket;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Undoes the masking of client frames (RFC 6455 section 5.3), eight bytes at a time. */
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
    int i = from;
    for (; i <= to - 8; i += 8) {
      buffer.putLong(i, buffer.getLong(i) ^ wide);
    }
    for (int shift = 24; i < to; i++, shift = shift - 8 & 31) {
      buffer.put(i, (byte) (buffer.get(i) ^ key >>> shift));
    }
  }
}
