package io.mycel.bench.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Where the parts of a message lie in a buffer: the routing map and the payload map behind it. One
 * instance reads many messages; nothing is copied. An index is -1 if the part is absent.
 */
public final class Message {
  private static final byte[] TYPE = ascii("type");
  private static final byte[] FROM = ascii("from");
  private static final byte[] METHOD = ascii("method");
  private static final byte[] SESSION = ascii("session");
  private static final byte[] ARGS = ascii("args");
  private static final byte[] KWARGS = ascii("with_kwargs");
  private static final byte[] DATA = ascii("data");
  private static final byte[] CALL = METHOD;

  private ByteBuffer buffer;
  private int type;
  private int from;
  private int method;
  private int session;
  private int args;
  private int argsEnd;
  private int kwargs;
  private int data;

  /** Finds the parts of the message between two indices. */
  public void read(ByteBuffer b, int start, int end) {
    buffer = b;
    type = from = method = session = args = argsEnd = kwargs = data = -1;
    int pos = start;
    for (int map = 0; map < 2 && pos < end; map++) {
      int entries = Msgpack.mapSize(b, pos);
      pos += Msgpack.headerSize(b, pos);
      for (; entries > 0; entries--) {
        int value = pos + Msgpack.headerSize(b, pos) + Msgpack.bodySize(b, pos);
        int next = Msgpack.skip(b, value);
        note(pos, value, next);
        pos = next;
      }
    }
    if (type < 0 || pos != end) {
      throw new MalformedException("a message without type, or with something behind its end");
    }
  }

  private void note(int key, int value, int end) {
    switch (Msgpack.bodySize(buffer, key)) {
      case 4 -> {
        if (Msgpack.is(buffer, key, TYPE)) {
          type = value;
        } else if (Msgpack.is(buffer, key, FROM)) {
          from = value;
        } else if (Msgpack.is(buffer, key, ARGS)) {
          args = value;
          argsEnd = end;
        } else if (Msgpack.is(buffer, key, DATA)) {
          data = value;
        }
      }
      case 6 -> method = Msgpack.is(buffer, key, METHOD) ? value : method;
      case 7 -> session = Msgpack.is(buffer, key, SESSION) ? value : session;
      case 11 -> kwargs = Msgpack.is(buffer, key, KWARGS) ? value : kwargs;
      default -> {
        // no part that anybody asks for
      }
    }
  }

  /** The bytes of an ASCII text, for comparisons. */
  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The memory that all indices point into. */
  public ByteBuffer buffer() {
    return buffer;
  }

  /** Whether it is a call or an answer, and no event. */
  public boolean isCall() {
    return Msgpack.is(buffer, type, CALL);
  }

  /** The event's name, if it is one. */
  public String type() {
    return Msgpack.string(buffer, type);
  }

  /** Who sent it. */
  public String from() {
    return Msgpack.string(buffer, from);
  }

  /** Index of who sent it. */
  public int fromIndex() {
    return from;
  }

  /** Index of the method's name. */
  public int method() {
    return method;
  }

  /** Index of the session that waits for an answer. */
  public int session() {
    return session;
  }

  /** Index of the array of arguments. */
  public int args() {
    return args;
  }

  /** Index after the array of arguments. */
  public int argsEnd() {
    return argsEnd;
  }

  /** Index of an event's data. */
  public int data() {
    return data;
  }

  /** Whether the last argument is a map of arguments by name. */
  public boolean hasKwargs() {
    return kwargs >= 0 && (buffer.get(kwargs) & 0xff) == 0xc3;
  }

  /** Index of an argument. */
  public int arg(int index) {
    if (args < 0 || Msgpack.arraySize(buffer, args) <= index) {
      throw new MalformedException("argument " + index + " is missing");
    }
    int pos = args + Msgpack.headerSize(buffer, args);
    for (int i = 0; i < index; i++) {
      pos = Msgpack.skip(buffer, pos);
    }
    return pos;
  }
}
