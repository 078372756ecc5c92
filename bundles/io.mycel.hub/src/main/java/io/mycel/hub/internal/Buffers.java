package io.mycel.hub.internal;

import java.nio.ByteBuffer;
import java.util.List;

/** Byte buffers as they are passed about. */
final class Buffers {
  static final ByteBuffer EMPTY = ByteBuffer.allocate(0).asReadOnlyBuffer();

  private Buffers() {}

  /** The bytes of several buffers in one: the only one that has any, or a copy of all. */
  static ByteBuffer join(List<ByteBuffer> parts) {
    List<ByteBuffer> filled = parts.stream().filter(ByteBuffer::hasRemaining).toList();
    if (filled.size() == 1) {
      return filled.get(0);
    }
    ByteBuffer all =
        ByteBuffer.allocate(
            Math.toIntExact(filled.stream().mapToLong(ByteBuffer::remaining).sum()));
    filled.forEach(part -> all.put(part.duplicate()));
    return all.flip();
  }

  static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
