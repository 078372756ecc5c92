package io.mycel.bench.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes msgpack into a buffer outside the heap that grows, behind room for the header of a
 * WebSocket frame, so that what was written can be sent as a frame without a copy.
 */
public final class MsgpackWriter {
  /** Bytes before the payload: the longest header of a masked frame. */
  public static final int ROOM = 14;

  private ByteBuffer buffer;

  /** With room for a payload of so many bytes before it grows. */
  public MsgpackWriter(int capacity) {
    buffer = ByteBuffer.allocateDirect(ROOM + capacity);
    clear();
  }

  /** Forgets what was written; keeps the memory. */
  public MsgpackWriter clear() {
    buffer.clear().position(ROOM);
    return this;
  }

  /** Where the next byte goes, counted from the begin of the payload. */
  public int size() {
    return buffer.position() - ROOM;
  }

  /**
   * The memory: payload from index {@link #ROOM} to the position. Valid until the next thing is
   * written.
   */
  public ByteBuffer buffer() {
    return buffer;
  }

  /** The payload, position to limit, sharing the memory. */
  public ByteBuffer payload() {
    return buffer.duplicate().flip().position(ROOM);
  }

  /** The header of a map with so many entries. */
  public MsgpackWriter map(int size) {
    room(5);
    if (size < 16) {
      buffer.put((byte) (0x80 | size));
    } else {
      buffer.put((byte) 0xde).putShort((short) size);
    }
    return this;
  }

  /** The header of an array with so many elements. */
  public MsgpackWriter array(int size) {
    room(5);
    if (size < 16) {
      buffer.put((byte) (0x90 | size));
    } else {
      buffer.put((byte) 0xdc).putShort((short) size);
    }
    return this;
  }

  /** A string. */
  public MsgpackWriter string(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    room(5 + bytes.length);
    if (bytes.length < 32) {
      buffer.put((byte) (0xa0 | bytes.length));
    } else if (bytes.length < 256) {
      buffer.put((byte) 0xd9).put((byte) bytes.length);
    } else if (bytes.length < 65536) {
      buffer.put((byte) 0xda).putShort((short) bytes.length);
    } else {
      buffer.put((byte) 0xdb).putInt(bytes.length);
    }
    buffer.put(bytes);
    return this;
  }

  /** A key and a string. */
  public MsgpackWriter entry(String key, String value) {
    return string(key).string(value);
  }

  /** A key and a truth value. */
  public MsgpackWriter entry(String key, boolean value) {
    return string(key).bool(value);
  }

  /** {@code true} or {@code false}. */
  public MsgpackWriter bool(boolean value) {
    room(1);
    buffer.put((byte) (value ? 0xc3 : 0xc2));
    return this;
  }

  /** {@code nil}. */
  public MsgpackWriter nil() {
    room(1);
    buffer.put((byte) 0xc0);
    return this;
  }

  /** An integer, in one, five or nine bytes. */
  public MsgpackWriter integer(long value) {
    room(9);
    if (value >= 0 && value < 128) {
      buffer.put((byte) value);
    } else if (value >= 0 && value <= 0xffffffffL) {
      buffer.put((byte) 0xce).putInt((int) value);
    } else {
      buffer.put((byte) 0xd3).putLong(value);
    }
    return this;
  }

  /** A number of 64 bits. */
  public MsgpackWriter real(double value) {
    room(9);
    buffer.put((byte) 0xcb).putDouble(value);
    return this;
  }

  /** The header of binary data of so many bytes, which {@link #raw} has to write. */
  public MsgpackWriter binary(int size) {
    room(5);
    if (size < 256) {
      buffer.put((byte) 0xc4).put((byte) size);
    } else if (size < 65536) {
      buffer.put((byte) 0xc5).putShort((short) size);
    } else {
      buffer.put((byte) 0xc6).putInt(size);
    }
    return this;
  }

  /** Bytes as they are. */
  public MsgpackWriter raw(ByteBuffer source, int from, int to) {
    room(to - from);
    buffer.put(buffer.position(), source, from, to - from);
    buffer.position(buffer.position() + to - from);
    return this;
  }

  /** A string whose bytes are those between two indices, followed by more. */
  public MsgpackWriter string(ByteBuffer source, int from, int to, byte[] more) {
    int size = to - from + more.length;
    room(5 + size);
    if (size < 32) {
      buffer.put((byte) (0xa0 | size));
    } else if (size < 256) {
      buffer.put((byte) 0xd9).put((byte) size);
    } else {
      buffer.put((byte) 0xda).putShort((short) size);
    }
    raw(source, from, to);
    buffer.put(more);
    return this;
  }

  private void room(int bytes) {
    if (buffer.remaining() < bytes) {
      int wanted = Math.addExact(buffer.position(), bytes);
      int capacity = (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(wanted, 2L * wanted));
      buffer = ByteBuffer.allocateDirect(capacity).put(buffer.flip());
    }
  }
}
