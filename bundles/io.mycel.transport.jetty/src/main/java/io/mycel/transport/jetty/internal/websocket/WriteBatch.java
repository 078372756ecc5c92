package io.mycel.transport.jetty.internal.websocket;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of one gathered write. Large direct buffers are written from where they are; what is
 * small, or on the heap (the JDK would copy it into direct memory anyway, all of it at each
 * attempt), is gathered in a staging buffer, so that many small frames are one write.
 */
final class WriteBatch {
  /** Below this, copying costs less than one more entry in the gathered write. */
  private static final int GATHER_FROM = 4096;

  private static final int MAX_BUFFERS = 64;

  /** A large frame is written in parts, so that it can be seen whether its reader reads. */
  private static final int PART_BYTES = 1 << 20;

  /** A frame that is hardly larger than a part is written in one. */
  private static final int MAX_BYTES = PART_BYTES + (64 << 10);

  private final ByteBuffer staging;
  private final List<ByteBuffer> buffers = new ArrayList<>();
  private int segmentStart;
  private int directBytes;

  WriteBatch(ByteBuffer staging) {
    this.staging = staging;
  }

  /**
   * Adds what fits of a frame; its buffers' positions tell what is left.
   *
   * @return whether all of it fitted
   */
  boolean add(Outgoing frame) {
    return add(frame.header()) && add(frame.head()) && add(frame.tail());
  }

  private boolean add(ByteBuffer bytes) {
    if (!bytes.hasRemaining()) {
      return true;
    }
    if (bytes.isDirect() && bytes.remaining() >= GATHER_FROM) {
      // One place is kept for the staged bytes that follow.
      if (buffers.size() >= MAX_BUFFERS - 2 || directBytes >= PART_BYTES) {
        return false;
      }
      seal();
      int count =
          bytes.remaining() > MAX_BYTES - directBytes
              ? PART_BYTES - directBytes
              : bytes.remaining();
      buffers.add(bytes.slice(bytes.position(), count));
      bytes.position(bytes.position() + count);
      directBytes += count;
      return !bytes.hasRemaining();
    }
    int count = Math.min(bytes.remaining(), staging.remaining());
    staging.put(staging.position(), bytes, bytes.position(), count);
    staging.position(staging.position() + count);
    bytes.position(bytes.position() + count);
    return !bytes.hasRemaining();
  }

  /** What is to be written, in order; empty if nothing was added. */
  ByteBuffer[] finish() {
    seal();
    // Of the right size at once: an array that it makes itself is made by reflection.
    return buffers.toArray(new ByteBuffer[buffers.size()]);
  }

  /** How much it holds. */
  int bytes() {
    return directBytes + staging.position();
  }

  /** Empties it for the next write. */
  void clear() {
    directBytes = 0;
    buffers.clear();
    staging.clear();
    segmentStart = 0;
  }

  private void seal() {
    int end = staging.position();
    if (end > segmentStart) {
      buffers.add(staging.slice(segmentStart, end - segmentStart));
      segmentStart = end;
    }
  }
}
