package io.mycel.hub.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The first map of a frame, which says where the frame goes. Only this map is read; what follows it
 * is never looked at. The fields that the hub vouches for ({@code from}, {@code to}, {@code user},
 * {@code ws}) are cut out when the head is written again; all the others are carried over byte by
 * byte.
 */
final class FrameHead {
  /** More fields than any client sends; a longer map is refused. */
  private static final int MAX_FIELDS = 64;

  /** Longer than any address, method or session of a client; they are kept while a call runs. */
  private static final int MAX_TEXT = 16 * 1024;

  private static final byte[] METHOD = ascii("method");
  private static final byte[] TYPE = ascii("type");
  private static final byte[] SESSION = ascii("session");
  private static final byte[] FROM = ascii("from");
  private static final byte[] TO = ascii("to");
  private static final byte[] USER = ascii("user");
  private static final byte[] WS = ascii("ws");

  private final ByteBuffer frame;
  private final int end;
  private final int kept;
  private final int keptBytes;
  private final int[] spans;
  private final int spanCount;
  private final Span type;
  private final Span to;
  private final Span method;
  private final Span session;
  private final Span user;

  /** A string value, or any value, between two positions of the frame. */
  private record Span(int start, int end) {}

  private FrameHead(Builder found, int end) {
    this.frame = found.frame;
    this.end = end;
    this.kept = found.kept;
    this.keptBytes = found.keptBytes;
    this.spans = found.spans;
    this.spanCount = found.spanCount;
    this.type = found.type;
    this.to = found.to;
    this.method = found.method;
    this.session = found.session;
    this.user = found.user;
  }

  /**
   * Reads the first map of a frame, from its position on. The frame's position stays as it is.
   *
   * @throws BrokenFrameException if it does not begin with a map of text keys, or is cut short
   */
  static FrameHead scan(ByteBuffer frame) throws BrokenFrameException {
    MsgpackScanner scanner = new MsgpackScanner(frame);
    int fields = scanner.mapHeader();
    if (fields > MAX_FIELDS) {
      throw new BrokenFrameException(
          "the first map has " + fields + " fields, at most " + MAX_FIELDS + " are allowed");
    }
    Builder found = new Builder(frame, fields);
    for (int i = 0; i < fields; i++) {
      int keyStart = scanner.position();
      int keyLength = scanner.stringHeader();
      int keyAt = scanner.position();
      scanner.advance(keyLength);
      int valueStart = scanner.position();
      scanner.skip();
      found.field(keyStart, keyAt, keyLength, valueStart, scanner.position());
    }
    return new FrameHead(found, scanner.position());
  }

  /** Where the second map begins, or the frame's limit. */
  int end() {
    return end;
  }

  /** True if this is a method call or an answer to one, not an event. */
  boolean isMethod() {
    return "method".equals(type());
  }

  String type() {
    return text(type);
  }

  String to() {
    return text(to);
  }

  String method() {
    return text(method);
  }

  String session() {
    return text(session);
  }

  private String text(Span span) {
    if (span == null) {
      return null;
    }
    try {
      MsgpackScanner scanner = new MsgpackScanner(frame, span.start, span.end);
      int length = scanner.stringHeader();
      byte[] bytes = new byte[length];
      frame.get(scanner.position(), bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (BrokenFrameException notText) {
      return null;
    }
  }

  /**
   * The head as the receiver gets it.
   *
   * @param target the absolute address
   * @param identity what the hub says of the sender
   * @param more bytes that follow the head in the same buffer; may be empty
   */
  ByteBuffer rewrite(String target, SenderIdentity identity, ByteBuffer more) {
    byte[] address = target.getBytes(StandardCharsets.UTF_8);
    boolean claimsUser = identity.trusted() && user != null;
    byte[] stamp = claimsUser ? identity.withoutUser() : identity.fields();
    int count = kept + 1 + identity.count();
    int userBytes = claimsUser ? 1 + USER.length + user.end - user.start : 0;
    ByteBuffer out =
        ByteBuffer.allocate(
            3 + keptBytes + 3 + 3 + address.length + stamp.length + userBytes + more.remaining());
    if (count < 16) {
      out.put((byte) (0x80 | count));
    } else {
      out.put((byte) 0xde).putShort((short) count);
    }
    for (int i = 0; i < spanCount; i++) {
      copy(spans[2 * i], spans[2 * i + 1], out);
    }
    putKey(out, TO);
    putText(out, address);
    out.put(stamp);
    if (claimsUser) {
      putKey(out, USER);
      copy(user.start, user.end, out);
    }
    return out.put(more.duplicate()).flip();
  }

  private void copy(int start, int stop, ByteBuffer out) {
    int length = stop - start;
    out.put(out.position(), frame, start, length);
    out.position(out.position() + length);
  }

  private static void putKey(ByteBuffer out, byte[] key) {
    out.put((byte) (0xa0 | key.length)).put(key);
  }

  private static void putText(ByteBuffer out, byte[] text) {
    if (text.length < 32) {
      out.put((byte) (0xa0 | text.length));
    } else if (text.length < 256) {
      out.put((byte) 0xd9).put((byte) text.length);
    } else {
      out.put((byte) 0xda).putShort((short) text.length);
    }
    out.put(text);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Sorts the fields of one map into those that are kept, as few runs of bytes, and those that are
   * read.
   */
  private static final class Builder {
    private final ByteBuffer frame;
    private final int[] spans;
    private int spanCount;
    private int kept;
    private int keptBytes;
    private Span type;
    private Span to;
    private Span method;
    private Span session;
    private Span user;

    Builder(ByteBuffer frame, int fields) {
      this.frame = frame;
      this.spans = new int[2 * fields];
    }

    void field(int keyStart, int keyAt, int keyLength, int valueStart, int valueEnd)
        throws BrokenFrameException {
      Span value = new Span(valueStart, valueEnd);
      if (is(keyAt, keyLength, TO)) {
        to = bounded("to", value);
      } else if (is(keyAt, keyLength, USER)) {
        user = value;
      } else if (!is(keyAt, keyLength, FROM) && !is(keyAt, keyLength, WS)) {
        keep(keyStart, valueEnd);
        if (is(keyAt, keyLength, METHOD)) {
          method = bounded("method", value);
        } else if (is(keyAt, keyLength, TYPE)) {
          type = bounded("type", value);
        } else if (is(keyAt, keyLength, SESSION)) {
          session = bounded("session", value);
        }
      }
    }

    private static Span bounded(String name, Span value) throws BrokenFrameException {
      if (value.end - value.start > MAX_TEXT) {
        throw new BrokenFrameException(
            "the field '" + name + "' is longer than " + MAX_TEXT + " bytes");
      }
      return value;
    }

    private void keep(int start, int stop) {
      kept++;
      keptBytes += stop - start;
      if (spanCount > 0 && spans[2 * spanCount - 1] == start) {
        spans[2 * spanCount - 1] = stop;
      } else {
        spans[2 * spanCount] = start;
        spans[2 * spanCount + 1] = stop;
        spanCount++;
      }
    }

    private boolean is(int at, int length, byte[] name) {
      if (length != name.length) {
        return false;
      }
      for (int i = 0; i < length; i++) {
        if (frame.get(at + i) != name[i]) {
          return false;
        }
      }
      return true;
    }
  }
}
