package io.mycel.bench.load;

import io.mycel.bench.net.Loop;
import io.mycel.bench.wire.MalformedException;
import io.mycel.bench.wire.Msgpack;
import java.nio.ByteBuffer;

/** A message that comes in chunks; a connection keeps their order, so each goes behind the last. */
final class ChunkedMessage {
  private static final int MAX_BYTES = 1 << 30;

  private final Loop loop;
  private ByteBuffer buffer;
  private long chunks;

  ChunkedMessage(Loop loop) {
    this.loop = loop;
    this.buffer = loop.take(1 << 20);
  }

  /** Adds the chunk whose bytes are the binary value at an index. */
  void add(long number, ByteBuffer source, int value) {
    if (number != chunks++) {
      throw new MalformedException("chunk " + number + " came where " + (chunks - 1) + " is due");
    }
    int size = Msgpack.bodySize(source, value);
    if (buffer.remaining() < size) {
      long wanted = Math.max(2L * buffer.capacity(), (long) buffer.position() + size);
      if (wanted > MAX_BYTES) {
        throw new MalformedException("a message of more than " + MAX_BYTES + " bytes");
      }
      ByteBuffer larger = loop.take((int) wanted).put(buffer.flip());
      loop.give(buffer);
      buffer = larger;
    }
    buffer.put(buffer.position(), source, value + Msgpack.headerSize(source, value), size);
    buffer.position(buffer.position() + size);
  }

  /** All of it, from index 0 to the limit. */
  ByteBuffer whole() {
    return buffer.flip();
  }

  /** Gives the memory back. */
  void release() {
    loop.give(buffer);
  }
}
