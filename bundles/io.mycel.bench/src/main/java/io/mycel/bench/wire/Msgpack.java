package io.mycel.bench.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads msgpack where it lies: all methods take a buffer and the absolute index of a value, and
 * move nothing. Only what the load generator meets is known: no extension types.
 */
public final class Msgpack {
  private Msgpack() {}

  /** The index after the value at an index. */
  public static int skip(ByteBuffer b, int at) {
    long left = 1;
    int pos = at;
    while (left > 0) {
      left += children(b, pos) - 1;
      long next = (long) pos + headerSize(b, pos) + bodySize(b, pos);
      if (next > b.limit()) {
        throw new MalformedException("msgpack value at " + pos + " is cut off");
      }
      pos = (int) next;
    }
    return pos;
  }

  /** Bytes of the tag and of the lengths or the number behind it. */
  public static int headerSize(ByteBuffer b, int at) {
    int c = tag(b, at);
    if (c < 0xc0 || c >= 0xe0) {
      return 1;
    }
    return switch (c) {
      case 0xc0, 0xc2, 0xc3 -> 1;
      case 0xc4, 0xcc, 0xd0, 0xd9 -> 2;
      case 0xc5, 0xcd, 0xd1, 0xda, 0xdc, 0xde -> 3;
      case 0xc6, 0xca, 0xce, 0xd2, 0xdb, 0xdd, 0xdf -> 5;
      case 0xcb, 0xcf, 0xd3 -> 9;
      default -> throw unknown(c, at);
    };
  }

  /** Bytes of a string or of binary data, without the header; 0 for all else. */
  public static int bodySize(ByteBuffer b, int at) {
    int c = tag(b, at);
    if (c >= 0xa0 && c < 0xc0) {
      return c & 31;
    }
    return switch (c) {
      case 0xc4, 0xd9 -> b.get(at + 1) & 0xff;
      case 0xc5, 0xda -> b.getShort(at + 1) & 0xffff;
      case 0xc6, 0xdb -> length(b, at);
      default -> 0;
    };
  }

  /** How many values follow the header: the elements of an array, keys and values of a map. */
  private static long children(ByteBuffer b, int at) {
    int c = tag(b, at);
    if (c >= 0x80 && c < 0x90) {
      return 2L * (c & 15);
    }
    if (c >= 0x90 && c < 0xa0) {
      return c & 15;
    }
    return switch (c) {
      case 0xdc -> b.getShort(at + 1) & 0xffff;
      case 0xdd -> length(b, at);
      case 0xde -> 2L * (b.getShort(at + 1) & 0xffff);
      case 0xdf -> 2L * length(b, at);
      default -> 0;
    };
  }

  /** The number of entries of the map at an index. */
  public static int mapSize(ByteBuffer b, int at) {
    int c = tag(b, at);
    if ((c < 0x80 || c >= 0x90) && c != 0xde && c != 0xdf) {
      throw new MalformedException("a map is expected at " + at + ", not tag " + c);
    }
    return (int) (children(b, at) / 2);
  }

  /** The number of elements of the array at an index. */
  public static int arraySize(ByteBuffer b, int at) {
    int c = tag(b, at);
    if ((c < 0x90 || c >= 0xa0) && c != 0xdc && c != 0xdd) {
      throw new MalformedException("an array is expected at " + at + ", not tag " + c);
    }
    return (int) children(b, at);
  }

  /** Whether the string at an index has these bytes. */
  public static boolean is(ByteBuffer b, int at, byte[] expected) {
    if (bodySize(b, at) != expected.length) {
      return false;
    }
    int body = at + headerSize(b, at);
    for (int i = 0; i < expected.length; i++) {
      if (b.get(body + i) != expected[i]) {
        return false;
      }
    }
    return true;
  }

  /** The string at an index. */
  public static String string(ByteBuffer b, int at) {
    return new String(bytes(b, at), StandardCharsets.UTF_8);
  }

  /** A copy of the bytes of the string or binary value at an index. */
  public static byte[] bytes(ByteBuffer b, int at) {
    byte[] copy = new byte[bodySize(b, at)];
    b.get(at + headerSize(b, at), copy);
    return copy;
  }

  /** The integer at an index. */
  public static long integer(ByteBuffer b, int at) {
    int c = tag(b, at);
    if (c < 0x80 || c >= 0xe0) {
      return (byte) c;
    }
    return switch (c) {
      case 0xcc -> b.get(at + 1) & 0xff;
      case 0xcd -> b.getShort(at + 1) & 0xffff;
      case 0xce -> b.getInt(at + 1) & 0xffffffffL;
      case 0xcf, 0xd3 -> b.getLong(at + 1);
      case 0xd0 -> b.get(at + 1);
      case 0xd1 -> b.getShort(at + 1);
      case 0xd2 -> b.getInt(at + 1);
      default -> throw new MalformedException("an integer is expected at " + at + ", not tag " + c);
    };
  }

  /** The value at an index as maps, lists, strings, byte arrays, {@code Long} and the like. */
  public static Object value(ByteBuffer b, int at) {
    int c = tag(b, at);
    if (c >= 0x80 && c < 0x90 || c == 0xde || c == 0xdf) {
      return map(b, at);
    }
    if (c >= 0x90 && c < 0xa0 || c == 0xdc || c == 0xdd) {
      return list(b, at);
    }
    if (c >= 0xa0 && c < 0xc0) {
      return string(b, at);
    }
    return switch (c) {
      case 0xc0 -> null;
      case 0xc2 -> false;
      case 0xc3 -> true;
      case 0xc4, 0xc5, 0xc6 -> bytes(b, at);
      case 0xca -> (double) b.getFloat(at + 1);
      case 0xcb -> b.getDouble(at + 1);
      case 0xd9, 0xda, 0xdb -> string(b, at);
      default -> integer(b, at);
    };
  }

  private static Map<String, Object> map(ByteBuffer b, int at) {
    Map<String, Object> map = new LinkedHashMap<>();
    int pos = at + headerSize(b, at);
    for (int left = mapSize(b, at); left > 0; left--) {
      int value = skip(b, pos);
      map.put(String.valueOf(value(b, pos)), value(b, value));
      pos = skip(b, value);
    }
    return map;
  }

  private static List<Object> list(ByteBuffer b, int at) {
    List<Object> list = new ArrayList<>();
    int pos = at + headerSize(b, at);
    for (int left = arraySize(b, at); left > 0; left--) {
      list.add(value(b, pos));
      pos = skip(b, pos);
    }
    return list;
  }

  private static int tag(ByteBuffer b, int at) {
    if (at >= b.limit()) {
      throw new MalformedException("msgpack ends at " + b.limit() + " where a value is due");
    }
    return b.get(at) & 0xff;
  }

  private static int length(ByteBuffer b, int at) {
    int length = b.getInt(at + 1);
    if (length < 0) {
      throw new MalformedException("a length over 2 GB at " + at);
    }
    return length;
  }

  private static MalformedException unknown(int tag, int at) {
    return new MalformedException("msgpack tag " + tag + " at " + at + " is not expected");
  }
}
