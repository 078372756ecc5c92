package io.mycel.hub.internal;

import java.nio.ByteBuffer;

/** Byte buffers as they are passed about. */
final class Buffers {
  static final ByteBuffer EMPTY = ByteBuffer.allocate(0).asReadOnlyBuffer();

  private Buffers() {}

  /** The bytes of two buffers in one: the only one that has any, or a copy of both. */
  static ByteBuffer join(ByteBuffer first, ByteBuffer second) {
    if (!second.hasRemaining()) {
      return first;
    }
    if (!first.hasRemaining()) {
      return second;
    }
    return ByteBuffer.allocate(Math.addExact(first.remaining(), second.remaining()))
        .put(first.duplicate())
        .put(second.duplicate())
        .flip();
  }

  static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
