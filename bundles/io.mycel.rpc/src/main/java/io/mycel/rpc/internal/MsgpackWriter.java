package io.mycel.rpc.internal;

import io.mycel.api.rpc.Extension;
import io.mycel.api.rpc.RpcException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes plain trees as msgpack, every value in its shortest form. Long byte strings are not
 * copied: the result refers to them. Serves once.
 */
final class MsgpackWriter {
  /** From here on it is cheaper to refer to bytes than to copy them twice. */
  private static final int REFER_BYTES = 2048;

  private final int maxDepth;
  private final List<ByteBuffer> done = new ArrayList<>(1);
  private byte[] out = new byte[256];
  private int from;
  private int at;

  MsgpackWriter(int maxDepth) {
    this.maxDepth = maxDepth;
  }

  /** The bytes of a tree. */
  static Gather gather(Object tree, int maxDepth) {
    MsgpackWriter writer = new MsgpackWriter(maxDepth);
    writer.write(tree, 0);
    writer.flush();
    return Gather.of(writer.done);
  }

  /**
   * A map of which a part has been packed before.
   *
   * @param fields the other part
   * @param count entries in the packed part
   * @param entries keys and values in turn, without a header; shared, so never changed
   */
  record Opened(Map<?, ?> fields, int count, ByteBuffer entries) {}

  /** The keys and values of a map in turn, without a header. */
  static Gather gatherEntries(Map<?, ?> map, int maxDepth) {
    MsgpackWriter writer = new MsgpackWriter(maxDepth);
    writer.entries(map, 0);
    writer.flush();
    return Gather.of(writer.done);
  }

  private void entries(Map<?, ?> map, int depth) {
    map.forEach(
        (key, item) -> {
          write(key, depth + 1);
          write(item, depth + 1);
        });
  }

  private void write(Object value, int depth) {
    if (value == null) {
      put(0xc0);
    } else if (value instanceof String text) {
      text(text);
    } else if (value instanceof Boolean flag) {
      put(flag ? 0xc3 : 0xc2);
    } else if (value instanceof Number number) {
      number(number);
    } else if (value instanceof Map<?, ?> map) {
      enter(depth);
      header(map.size(), 0x80, 0xde);
      entries(map, depth);
    } else if (value instanceof Opened opened) {
      enter(depth);
      header(opened.fields().size() + opened.count(), 0x80, 0xde);
      entries(opened.fields(), depth);
      putAll(opened.entries());
    } else if (value instanceof List<?> list) {
      enter(depth);
      header(list.size(), 0x90, 0xdc);
      for (Object item : list) {
        write(item, depth + 1);
      }
    } else if (value instanceof ByteBuffer bytes) {
      bytes(bytes);
    } else if (value instanceof byte[] bytes) {
      bytes(ByteBuffer.wrap(bytes));
    } else if (value instanceof Instant instant) {
      instant(instant);
    } else if (value instanceof Extension extension) {
      extension(extension.type(), extension.data());
    } else {
      throw new RpcException(
          RpcException.Kind.DATA, "no msgpack form for a " + value.getClass().getName());
    }
  }

  private void enter(int depth) {
    if (depth >= maxDepth) {
      throw new RpcException(
          RpcException.Kind.DATA,
          "value nested deeper than " + maxDepth + " levels; does it contain itself?");
    }
  }

  private void number(Number number) {
    if (number instanceof Double) {
      put(0xcb);
      put64(Double.doubleToRawLongBits(number.doubleValue()));
    } else if (number instanceof Float) {
      put(0xca);
      put32(Float.floatToRawIntBits(number.floatValue()));
    } else if (number instanceof BigInteger big) {
      big(big);
    } else if (number instanceof BigDecimal) {
      put(0xcb);
      put64(Double.doubleToRawLongBits(number.doubleValue()));
    } else {
      integer(number.longValue());
    }
  }

  private void big(BigInteger value) {
    if (value.bitLength() <= 63) {
      integer(value.longValue());
    } else if (value.signum() > 0 && value.bitLength() == 64) {
      put(0xcf);
      put64(value.longValue());
    } else {
      throw new RpcException(
          RpcException.Kind.DATA, "integer of " + value.bitLength() + " bits: 64 are the most");
    }
  }

  private void integer(long value) {
    if (value >= -32 && value <= 0x7f) {
      put((int) value);
    } else if (value >= 0) {
      if (value <= 0xff) {
        put(0xcc);
        put((int) value);
      } else if (value <= 0xffff) {
        put(0xcd);
        put16((int) value);
      } else if (value <= 0xffffffffL) {
        put(0xce);
        put32((int) value);
      } else {
        put(0xcf);
        put64(value);
      }
    } else if (value >= Byte.MIN_VALUE) {
      put(0xd0);
      put((int) value);
    } else if (value >= Short.MIN_VALUE) {
      put(0xd1);
      put16((int) value);
    } else if (value >= Integer.MIN_VALUE) {
      put(0xd2);
      put32((int) value);
    } else {
      put(0xd3);
      put64(value);
    }
  }

  private void text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length <= 0x1f) {
      put(0xa0 | utf8.length);
    } else if (utf8.length <= 0xff) {
      put(0xd9);
      put(utf8.length);
    } else if (utf8.length <= 0xffff) {
      put(0xda);
      put16(utf8.length);
    } else {
      put(0xdb);
      put32(utf8.length);
    }
    putAll(ByteBuffer.wrap(utf8));
  }

  private void bytes(ByteBuffer bytes) {
    int length = bytes.remaining();
    if (length <= 0xff) {
      put(0xc4);
      put(length);
    } else if (length <= 0xffff) {
      put(0xc5);
      put16(length);
    } else {
      put(0xc6);
      put32(length);
    }
    putAll(bytes);
  }

  /** A map or list header: the short form below 16, else the form of 16 or 32 bits. */
  private void header(int size, int fix, int wide) {
    if (size <= 0x0f) {
      put(fix | size);
    } else if (size <= 0xffff) {
      put(wide);
      put16(size);
    } else {
      put(wide + 1);
      put32(size);
    }
  }

  private void instant(Instant instant) {
    long seconds = instant.getEpochSecond();
    int nanos = instant.getNano();
    ByteBuffer data;
    if (seconds >>> 34 != 0) {
      data = ByteBuffer.allocate(12).putInt(nanos).putLong(seconds);
    } else if (nanos == 0 && seconds <= 0xffffffffL) {
      data = ByteBuffer.allocate(4).putInt((int) seconds);
    } else {
      data = ByteBuffer.allocate(8).putLong((long) nanos << 34 | seconds);
    }
    extension((byte) -1, data.flip());
  }

  private void extension(byte type, ByteBuffer data) {
    int length = data.remaining();
    switch (length) {
      case 1 -> put(0xd4);
      case 2 -> put(0xd5);
      case 4 -> put(0xd6);
      case 8 -> put(0xd7);
      case 16 -> put(0xd8);
      default -> {
        if (length <= 0xff) {
          put(0xc7);
          put(length);
        } else if (length <= 0xffff) {
          put(0xc8);
          put16(length);
        } else {
          put(0xc9);
          put32(length);
        }
      }
    }
    put(type);
    putAll(data);
  }

  private void putAll(ByteBuffer bytes) {
    int length = bytes.remaining();
    if (length >= REFER_BYTES) {
      flush();
      done.add(bytes.slice());
      return;
    }
    grow(length);
    bytes.get(bytes.position(), out, at, length);
    at += length;
  }

  private void flush() {
    if (at > from) {
      done.add(ByteBuffer.wrap(out, from, at - from).slice());
      from = at;
    }
  }

  private void put(int value) {
    grow(1);
    out[at++] = (byte) value;
  }

  private void put16(int value) {
    grow(2);
    out[at++] = (byte) (value >> 8);
    out[at++] = (byte) value;
  }

  private void put32(int value) {
    put16(value >> 16);
    put16(value);
  }

  private void put64(long value) {
    put32((int) (value >> 32));
    put32((int) value);
  }

  /** Makes room; what was flushed stays in the array that it refers to. */
  private void grow(int more) {
    if (out.length - at >= more) {
      return;
    }
    int open = at - from;
    byte[] bigger = new byte[Math.max(2 * (open + more), 256)];
    System.arraycopy(out, from, bigger, 0, open);
    out = bigger;
    from = 0;
    at = open;
  }
}
