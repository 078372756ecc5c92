package io.mycel.bench.wire;

import java.nio.ByteBuffer;

/**
 * Frames as a client sends them (RFC 6455 section 5): one for a message, never compressed, masked
 * in place eight bytes at a time.
 */
public final class ClientFrame {
  /** The opcodes. */
  public static final int CONTINUATION = 0;

  public static final int TEXT = 1;
  public static final int BINARY = 2;
  public static final int CLOSE = 8;
  public static final int PING = 9;
  public static final int PONG = 10;

  private ClientFrame() {}

  /**
   * Makes a frame of what a writer holds. Its memory is the writer's: it must be sent, or copied,
   * before anything else is written there.
   *
   * @param key the masking key
   * @return the frame, position to limit; the payload is masked
   */
  public static ByteBuffer seal(MsgpackWriter payload, int opcode, int key) {
    ByteBuffer b = payload.buffer();
    int size = payload.size();
    int header = size < 126 ? 6 : size < 65536 ? 8 : 14;
    int start = MsgpackWriter.ROOM - header;
    b.put(start, (byte) (0x80 | opcode));
    if (size < 126) {
      b.put(start + 1, (byte) (0x80 | size));
    } else if (size < 65536) {
      b.put(start + 1, (byte) 0xfe).putShort(start + 2, (short) size);
    } else {
      b.put(start + 1, (byte) 0xff).putLong(start + 2, size);
    }
    b.putInt(MsgpackWriter.ROOM - 4, key);
    mask(b, MsgpackWriter.ROOM, b.position(), key);
    return b.duplicate().flip().position(start);
  }

  /** Masks, or unmasks, the bytes from one index to another; the key begins at the first. */
  public static void mask(ByteBuffer b, int from, int to, int key) {
    long wide = wide(key, 0);
    int at = from;
    for (; at <= to - 8; at += 8) {
      b.putLong(at, b.getLong(at) ^ wide);
    }
    for (; at < to; at++) {
      b.put(at, (byte) (b.get(at) ^ key >>> (24 - 8 * (at - from & 3))));
    }
  }

  /**
   * Writes eight bytes into a payload that is masked already.
   *
   * @param payload the index of the payload's first byte
   * @param offset where in the payload
   */
  public static void patch(ByteBuffer b, int payload, int offset, int key, long value) {
    b.putLong(payload + offset, value ^ wide(key, offset));
  }

  private static long wide(int key, int offset) {
    int turned = Integer.rotateLeft(key, 8 * (offset & 3));
    return (long) turned << 32 | turned & 0xffffffffL;
  }
}
