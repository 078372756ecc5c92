package io.mycel.transport.jetty.internal.websocket;

import io.mycel.transport.jetty.internal.BufferPool.Block;
import io.mycel.transport.jetty.internal.Memory;
import io.mycel.transport.jetty.internal.PoolExhaustedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses whole messages (RFC 7692 section 7.2.2). What a message becomes is measured while it
 * grows, so one that would become too large ends at the limit.
 */
final class MessageInflater {
  /** What the sender's flush ends with, and the sender leaves out. */
  private static final byte[] FLUSH_END = {0, 0, (byte) 0xff, (byte) 0xff};

  private static final int FIRST_BLOCK = 4096;

  private final ZlibPool zlib;
  private final Memory memory;

  MessageInflater(ZlibPool zlib, Memory memory) {
    this.zlib = zlib;
    this.memory = memory;
  }

  /**
   * Decompresses a message.
   *
   * @param compressed its payload; its memory stays the caller's
   * @param limit bytes that it may become
   */
  Block inflate(ByteBuffer compressed, int limit) throws WebSocketException {
    Inflater inflater = zlib.inflater();
    List<Block> parts = new ArrayList<>();
    try {
      inflater.setInput(compressed.duplicate());
      long size = run(inflater, parts, 0, limit);
      if (inflater.finished()) {
        // A sender may end with a final block and a byte to fill up (section 7.2.3.4), no more.
        if (inflater.getRemaining() > 1) {
          throw corrupt("something follows its last block");
        }
      } else {
        inflater.setInput(FLUSH_END);
        size = run(inflater, parts, size, limit);
      }
      return join(parts, (int) size);
    } catch (DataFormatException e) {
      throw corrupt(e.getMessage());
    } catch (PoolExhaustedException e) {
      throw new WebSocketException(CloseCode.TRY_AGAIN_LATER, e.getMessage());
    } finally {
      parts.forEach(Block::release);
      zlib.giveBack(inflater);
    }
  }

  /** Decompresses all of the input behind what is there; the size it has become. */
  private long run(Inflater inflater, List<Block> parts, long before, int limit)
      throws DataFormatException, PoolExhaustedException, WebSocketException {
    long size = before;
    while (!inflater.finished()) {
      ByteBuffer out = room(parts, size, limit);
      int count = inflater.inflate(out);
      size += count;
      if (size > limit) {
        String reason = "a compressed message becomes larger than the limit of " + limit + " bytes";
        throw new WebSocketException(CloseCode.TOO_BIG, reason);
      }
      if (out.hasRemaining()) {
        if (inflater.needsInput()) {
          return size;
        }
        if (count == 0 && !inflater.finished()) {
          throw corrupt("it makes no progress");
        }
      }
    }
    return size;
  }

  /** Where the next bytes go: each block is as large as all before it, up to one byte too many. */
  private ByteBuffer room(List<Block> parts, long size, int limit) throws PoolExhaustedException {
    if (!parts.isEmpty()) {
      ByteBuffer last = parts.get(parts.size() - 1).bytes();
      if (last.hasRemaining()) {
        return last;
      }
    }
    long next = Math.min(Math.max(FIRST_BLOCK, size), limit + 1L - size);
    Block block = memory.acquire((int) next);
    parts.add(block);
    return block.bytes();
  }

  private Block join(List<Block> parts, int size) throws PoolExhaustedException {
    Block whole = memory.acquire(size);
    int at = 0;
    for (Block part : parts) {
      int length = part.bytes().position();
      whole.bytes().put(at, part.bytes(), 0, length);
      at += length;
    }
    return whole;
  }

  private static WebSocketException corrupt(String why) {
    String reason = "a compressed message cannot be read: " + why;
    return new WebSocketException(CloseCode.BAD_DATA, reason);
  }
}
