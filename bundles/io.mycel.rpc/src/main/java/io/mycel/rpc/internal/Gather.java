package io.mycel.rpc.internal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes in several places that make one message.
 *
 * @param parts in order; their positions are never moved
 * @param size the sum of their lengths
 */
record Gather(List<ByteBuffer> parts, long size) {
  static final Gather EMPTY = new Gather(List.of(), 0);

  static Gather of(List<ByteBuffer> parts) {
    long size = 0;
    for (ByteBuffer part : parts) {
      size += part.remaining();
    }
    return new Gather(List.copyOf(parts), size);
  }

  /** These bytes followed by others. */
  Gather and(Gather others) {
    List<ByteBuffer> all = new ArrayList<>(parts);
    all.addAll(others.parts);
    return of(all);
  }

  /** All bytes in one buffer; a copy only if they are in more than one place. */
  ByteBuffer join() {
    return switch (parts.size()) {
      case 0 -> ByteBuffer.allocate(0);
      case 1 -> parts.get(0).duplicate();
      default -> copy(0, Math.toIntExact(size));
    };
  }

  /** A copy of some of the bytes. */
  ByteBuffer copy(long from, int length) {
    ByteBuffer copy = ByteBuffer.allocate(length);
    long skip = from;
    for (ByteBuffer part : parts) {
      int here = part.remaining();
      if (skip < here && copy.hasRemaining()) {
        int count = Math.min(here - (int) skip, copy.remaining());
        copy.put(part.slice(part.position() + (int) skip, count));
        skip = 0;
      } else {
        skip -= Math.min(skip, here);
      }
    }
    return copy.flip();
  }
}
