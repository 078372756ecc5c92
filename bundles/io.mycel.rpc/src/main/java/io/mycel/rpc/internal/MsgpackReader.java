package io.mycel.rpc.internal;

import io.mycel.api.rpc.Extension;
import io.mycel.api.rpc.RpcException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads msgpack values from a buffer. Byte strings are views of it; everything else is made of
 * plain Java values: {@link Long}, {@link BigInteger} above 2^63, {@link Double}, {@link Float},
 * {@link Boolean}, {@link String}, {@link List}, {@link Map}, {@link Instant}, {@link Extension}.
 *
 * <p>Nothing is allocated for a length that the buffer cannot hold, and every failure is an {@link
 * RpcException} of kind DATA.
 */
final class MsgpackReader {
  private static final int FIRST_CAPACITY = 16;
  private static final int TIMESTAMP = -1;

  private final ByteBuffer in;
  private final int start;
  private final int maxDepth;
  private int valuesLeft;
  private boolean viewed;

  /**
   * A reader.
   *
   * @param in position to limit
   * @param maxDepth nesting of maps and lists
   * @param maxValues list items, map keys and map values
   */
  MsgpackReader(ByteBuffer in, int maxDepth, int maxValues) {
    this.in = in.duplicate().order(ByteOrder.BIG_ENDIAN);
    this.start = in.position();
    this.maxDepth = maxDepth;
    this.valuesLeft = maxValues;
  }

  /** True if a value that was read shows the memory of the buffer. */
  boolean viewed() {
    return viewed;
  }

  /** True if all has been read. */
  boolean atEnd() {
    return !in.hasRemaining();
  }

  /** The only value of the buffer. */
  Object readAll() {
    Object value = read();
    if (!atEnd()) {
      throw bad(in.remaining() + " bytes follow the end of the value");
    }
    return value;
  }

  /** The next value. */
  Object read() {
    return read(0);
  }

  /** The next value, which must be a map. */
  Map<String, Object> readMap() {
    if (read() instanceof Map<?, ?> map) {
      return Trees.stringKeys(map);
    }
    throw bad("a map was expected");
  }

  private Object read(int depth) {
    int code = (int) take(1) & 0xff;
    if (code <= 0x7f || code >= 0xe0) {
      return (long) (byte) code;
    }
    if (code <= 0x8f) {
      return map(code & 0x0f, depth);
    }
    if (code <= 0x9f) {
      return list(code & 0x0f, depth);
    }
    if (code <= 0xbf) {
      return text(code & 0x1f);
    }
    return switch (code) {
      case 0xc0 -> null;
      case 0xc2 -> false;
      case 0xc3 -> true;
      case 0xc4 -> bytes(length(1));
      case 0xc5 -> bytes(length(2));
      case 0xc6 -> bytes(length(4));
      case 0xc7 -> extension(length(1));
      case 0xc8 -> extension(length(2));
      case 0xc9 -> extension(length(4));
      case 0xca -> Float.intBitsToFloat((int) take(4));
      case 0xcb -> Double.longBitsToDouble(take(8));
      case 0xcc -> take(1) & 0xffL;
      case 0xcd -> take(2) & 0xffffL;
      case 0xce -> take(4) & 0xffffffffL;
      case 0xcf -> unsigned(take(8));
      case 0xd0 -> (long) (byte) take(1);
      case 0xd1 -> (long) (short) take(2);
      case 0xd2 -> (long) (int) take(4);
      case 0xd3 -> take(8);
      case 0xd4 -> extension(1);
      case 0xd5 -> extension(2);
      case 0xd6 -> extension(4);
      case 0xd7 -> extension(8);
      case 0xd8 -> extension(16);
      case 0xd9 -> text(length(1));
      case 0xda -> text(length(2));
      case 0xdb -> text(length(4));
      case 0xdc -> list(length(2), depth);
      case 0xdd -> list(length(4), depth);
      case 0xde -> map(length(2), depth);
      case 0xdf -> map(length(4), depth);
      default -> throw bad("0x" + Integer.toHexString(code) + " is no msgpack type");
    };
  }

  private Map<Object, Object> map(long entries, int depth) {
    enter(2 * entries, depth);
    Map<Object, Object> map = new LinkedHashMap<>(capacity(entries) * 4 / 3 + 1);
    for (long i = 0; i < entries; i++) {
      Object key = read(depth + 1);
      if (!(key instanceof String || key instanceof Number || key instanceof Boolean)) {
        throw bad("a map key must be a text, a number or a boolean");
      }
      map.put(key, read(depth + 1));
    }
    return map;
  }

  private List<Object> list(long items, int depth) {
    enter(items, depth);
    List<Object> list = new ArrayList<>(capacity(items));
    for (long i = 0; i < items; i++) {
      list.add(read(depth + 1));
    }
    return list;
  }

  /** Every value takes a byte at least, so a container cannot hold more than bytes are left. */
  private void enter(long values, int depth) {
    if (depth >= maxDepth) {
      throw bad("nested deeper than " + maxDepth + " levels");
    }
    need(values);
    if (values >= valuesLeft) {
      throw bad("more values than the limit allows");
    }
    valuesLeft -= (int) values + 1;
  }

  private static int capacity(long declared) {
    return (int) Math.min(declared, FIRST_CAPACITY);
  }

  private String text(long length) {
    need(length);
    int size = (int) length;
    String text;
    if (in.hasArray()) {
      text = new String(in.array(), in.arrayOffset() + in.position(), size, StandardCharsets.UTF_8);
    } else {
      byte[] copy = new byte[size];
      in.get(in.position(), copy);
      text = new String(copy, StandardCharsets.UTF_8);
    }
    in.position(in.position() + size);
    return text;
  }

  private ByteBuffer bytes(long length) {
    need(length);
    int size = (int) length;
    ByteBuffer view = in.slice(in.position(), size).asReadOnlyBuffer();
    in.position(in.position() + size);
    viewed |= size > 0;
    return view;
  }

  private Object extension(long length) {
    need(length + 1);
    byte type = (byte) take(1);
    ByteBuffer data = in.slice(in.position(), (int) length).order(ByteOrder.BIG_ENDIAN);
    in.position(in.position() + (int) length);
    if (type == TIMESTAMP) {
      return timestamp(data);
    }
    viewed |= length > 0;
    return new Extension(type, data);
  }

  /** The three forms of the msgpack timestamp. */
  private Instant timestamp(ByteBuffer data) {
    try {
      switch (data.remaining()) {
        case 4:
          return Instant.ofEpochSecond(data.getInt() & 0xffffffffL);
        case 8:
          long both = data.getLong();
          return instant(both & 0x3ffffffffL, both >>> 34);
        case 12:
          long nanos = data.getInt() & 0xffffffffL;
          return instant(data.getLong(), nanos);
        default:
          throw bad("a timestamp of " + data.remaining() + " bytes");
      }
    } catch (DateTimeException e) {
      throw bad("a timestamp out of range");
    }
  }

  private Instant instant(long seconds, long nanos) {
    if (nanos > 999_999_999) {
      throw bad("a timestamp with " + nanos + " nanoseconds");
    }
    return Instant.ofEpochSecond(seconds, nanos);
  }

  private static Object unsigned(long bits) {
    if (bits >= 0) {
      return bits;
    }
    return BigInteger.valueOf(bits & Long.MAX_VALUE).setBit(63);
  }

  private long length(int bytes) {
    long mask = (1L << (8 * bytes)) - 1;
    return take(bytes) & mask;
  }

  private long take(int bytes) {
    need(bytes);
    return switch (bytes) {
      case 1 -> in.get();
      case 2 -> in.getShort();
      case 4 -> in.getInt();
      default -> in.getLong();
    };
  }

  private void need(long bytes) {
    if (bytes > in.remaining()) {
      throw bad(bytes + " bytes are announced, but only " + in.remaining() + " are left");
    }
  }

  private RpcException bad(String what) {
    return new RpcException(
        RpcException.Kind.DATA, "msgpack at byte " + (in.position() - start) + ": " + what);
  }
}
