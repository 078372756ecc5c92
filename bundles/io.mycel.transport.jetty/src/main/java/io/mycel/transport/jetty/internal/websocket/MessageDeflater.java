package io.mycel.transport.jetty.internal.websocket;

import io.mycel.transport.jetty.internal.BufferPool;
import io.mycel.transport.jetty.internal.BufferPool.Block;
import io.mycel.transport.jetty.internal.PoolExhaustedException;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compresses messages for one connection (RFC 7692 section 7.2.1), those where it pays. It keeps
 * nothing between messages; any thread may use it.
 */
final class MessageDeflater {
  /** Smaller messages are sent as they are: a call without large arguments gains nothing. */
  static final int MIN_BYTES = 1024;

  private static final Logger log = LoggerFactory.getLogger(MessageDeflater.class);

  /** After this much it is clear whether a message gets smaller. */
  private static final int SAMPLE_BYTES = 64 * 1024;

  private static final int MAX_WINDOW_BITS = 15;
  private static final int FLUSH_END_BYTES = 4;

  private final ZlibPool zlib;
  private final BufferPool pool;
  private final int stepBytes;
  private final int flush;

  /**
   * One for a connection.
   *
   * @param windowBits how far back a reference may reach, as a power of two. The JDK has no such
   *     setting, but no reference reaches behind a full flush
   */
  MessageDeflater(ZlibPool zlib, BufferPool pool, int windowBits) {
    this.zlib = zlib;
    this.pool = pool;
    boolean full = windowBits == MAX_WINDOW_BITS;
    this.stepBytes = full ? SAMPLE_BYTES : 1 << windowBits;
    this.flush = full ? Deflater.SYNC_FLUSH : Deflater.FULL_FLUSH;
  }

  /**
   * Compresses a message of two parts, whose positions stay as they are.
   *
   * @return null if it is better sent as it is
   */
  Block deflate(ByteBuffer head, ByteBuffer tail) {
    long size = (long) head.remaining() + tail.remaining();
    if (size < MIN_BYTES || size > Integer.MAX_VALUE) {
      return null;
    }
    Deflater deflater = zlib.deflater();
    Block room = null;
    try {
      // what does not fit where the message itself would is not worth it
      room = pool.acquire((int) size);
      ByteBuffer out = room.bytes();
      if (!add(deflater, head, out) || !add(deflater, tail, out)) {
        return null;
      }
      int length = out.position() - FLUSH_END_BYTES;
      Block exact = pool.acquire(length);
      exact.bytes().put(0, out, 0, length);
      return exact;
    } catch (PoolExhaustedException e) {
      log.debug("a message is sent without compression: {}", e.getMessage());
      return null;
    } finally {
      if (room != null) {
        room.release();
      }
      zlib.giveBack(deflater);
    }
  }

  private boolean add(Deflater deflater, ByteBuffer part, ByteBuffer out) {
    int end = part.limit();
    for (int at = part.position(); at < end; at += stepBytes) {
      deflater.setInput(part.duplicate().position(at).limit(Math.min(end, at + stepBytes)));
      deflater.deflate(out, flush);
      if (!out.hasRemaining()) {
        return false;
      }
      long taken = deflater.getBytesRead();
      if (taken >= SAMPLE_BYTES
          && taken < SAMPLE_BYTES + stepBytes
          && out.position() > taken - taken / 10) {
        return false;
      }
    }
    return true;
  }
}
