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

  /** What hypha-rpc makes of the others by itself, unless it is there: nobody may send it. */
  private static final byte[] CTX = ascii("ctx");

  private static final byte[] RESOLVE = ascii(".resolve");
  private static final byte[] REJECT = ascii(".reject");

  /** A field that is not there, or is no text where text is due. */
  private static final long NONE = -1;

  private final ByteBuffer frame;

  /**
   * The runs of bytes that are carried over: the start and the end of each, one after the other.
   */
  private final int[] runs;

  private int runEnds;
  private int kept;
  private int keptBytes;
  private int end;

  // where values are: the start in the upper half, the end in the lower; without the header of a
  // text
  private long type = NONE;
  private long to = NONE;
  private long method = NONE;
  private long session = NONE;

  /** A whole value, whatever it is. */
  private long user = NONE;

  private FrameHead(ByteBuffer frame, int fields) {
    this.frame = frame;
    this.runs = new int[2 * fields];
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
    FrameHead head = new FrameHead(frame, fields);
    for (int i = 0; i < fields; i++) {
      int keyStart = scanner.position();
      int keyLength = scanner.stringHeader();
      int keyAt = scanner.position();
      scanner.advance(keyLength);
      int valueStart = scanner.position();
      scanner.skip();
      head.field(keyStart, keyAt, keyLength, valueStart, scanner.position());
    }
    head.end = scanner.position();
    return head;
  }

  private void field(int keyStart, int keyAt, int keyLength, int valueStart, int valueEnd)
      throws BrokenFrameException {
    if (is(keyAt, keyLength, TO)) {
      to = text("to", valueStart, valueEnd);
    } else if (is(keyAt, keyLength, USER)) {
      user = span(valueStart, valueEnd);
    } else if (!is(keyAt, keyLength, FROM)
        && !is(keyAt, keyLength, WS)
        && !is(keyAt, keyLength, CTX)) {
      keep(keyStart, valueEnd);
      if (is(keyAt, keyLength, METHOD)) {
        method = text("method", valueStart, valueEnd);
      } else if (is(keyAt, keyLength, TYPE)) {
        type = text("type", valueStart, valueEnd);
      } else if (is(keyAt, keyLength, SESSION)) {
        session = text("session", valueStart, valueEnd);
      }
    }
  }

  /** Where the bytes of a text are; the value has been scanned, so its header is whole. */
  private long text(String name, int valueStart, int valueEnd) throws BrokenFrameException {
    if (valueEnd - valueStart > MAX_TEXT) {
      throw new BrokenFrameException(
          "the field '" + name + "' is longer than " + MAX_TEXT + " bytes");
    }
    int code = frame.get(valueStart) & 0xff;
    int header = (code & 0xe0) == 0xa0 ? 1 : code == 0xd9 ? 2 : code == 0xda ? 3 : 5;
    return header == 5 && code != 0xdb ? NONE : span(valueStart + header, valueEnd);
  }

  private void keep(int start, int stop) {
    kept++;
    keptBytes += stop - start;
    if (runEnds > 0 && runs[runEnds - 1] == start) {
      runs[runEnds - 1] = stop;
    } else {
      runs[runEnds++] = start;
      runs[runEnds++] = stop;
    }
  }

  private static long span(int start, int end) {
    return (long) start << Integer.SIZE | end;
  }

  private static int start(long span) {
    return (int) (span >>> Integer.SIZE);
  }

  private static int end(long span) {
    return (int) span;
  }

  private static int length(long span) {
    return span == NONE ? -1 : end(span) - start(span);
  }

  /** Where the second map begins, or the frame's limit. */
  int end() {
    return end;
  }

  /** True if this is a method call or an answer to one, not an event. */
  boolean isMethod() {
    return is(type, METHOD);
  }

  String type() {
    return text(type);
  }

  String to() {
    return text(to);
  }

  /** The bytes that {@link #to} has in UTF-8; -1 if there is none. */
  int toLength() {
    return length(to);
  }

  /** A hash of those bytes, which there must be. */
  int toHash() {
    int hash = 0;
    for (int i = start(to); i < end(to); i++) {
      hash = 31 * hash + frame.get(i);
    }
    return hash;
  }

  /** True if {@link #to} has exactly these bytes. */
  boolean isTo(byte[] utf8) {
    return is(to, utf8);
  }

  String method() {
    return text(method);
  }

  /** True if there is a readable method. */
  boolean hasMethod() {
    return method != NONE;
  }

  /** True if the method is exactly this one, a name in ASCII. */
  boolean isMethod(String name) {
    if (length(method) != name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (frame.get(start(method) + i) != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The session that this frame answers, by its method; null if it is no answer. */
  String answered() {
    int length = length(method);
    int suffix = endsWith(RESOLVE) ? RESOLVE.length : endsWith(REJECT) ? REJECT.length : 0;
    return suffix == 0 ? null : text(span(start(method), start(method) + length - suffix));
  }

  private boolean endsWith(byte[] suffix) {
    return length(method) >= suffix.length
        && is(end(method) - suffix.length, suffix.length, suffix);
  }

  String session() {
    return text(session);
  }

  private String text(long span) {
    if (span == NONE) {
      return null;
    }
    byte[] bytes = new byte[length(span)];
    frame.get(start(span), bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private boolean is(long span, byte[] bytes) {
    return span != NONE && is(start(span), length(span), bytes);
  }

  private boolean is(int at, int length, byte[] bytes) {
    if (length != bytes.length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (frame.get(at + i) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * The head as the receiver gets it.
   *
   * @param target the absolute address in UTF-8
   * @param identity what the hub says of the sender
   * @param more bytes that follow the head in the same buffer; may be empty
   */
  ByteBuffer rewrite(byte[] target, SenderIdentity identity, ByteBuffer more) {
    return rewrite(target, identity, more, Buffers.EMPTY);
  }

  /**
   * The same in memory that is there.
   *
   * @param room is written to from its beginning, if it is large enough; else the head gets memory
   *     of its own
   */
  ByteBuffer rewrite(byte[] target, SenderIdentity identity, ByteBuffer more, ByteBuffer room) {
    boolean claimsUser = identity.trusted() && user != NONE;
    byte[] stamp = claimsUser ? identity.withoutUser() : identity.fields();
    int count = kept + 1 + identity.count();
    int userBytes = claimsUser ? 1 + USER.length + length(user) : 0;
    int bytes = 3 + keptBytes + 3 + 3 + target.length + stamp.length + userBytes + more.remaining();
    ByteBuffer out = bytes <= room.capacity() ? room.clear() : ByteBuffer.allocate(bytes);
    if (count < 16) {
      out.put((byte) (0x80 | count));
    } else {
      out.put((byte) 0xde).putShort((short) count);
    }
    for (int i = 0; i < runEnds; i += 2) {
      copy(frame, runs[i], runs[i + 1], out);
    }
    putKey(out, TO);
    putText(out, target);
    out.put(stamp);
    if (claimsUser) {
      putKey(out, USER);
      copy(frame, start(user), end(user), out);
    }
    copy(more, more.position(), more.limit(), out);
    return out.flip();
  }

  private static void copy(ByteBuffer in, int start, int stop, ByteBuffer out) {
    int length = stop - start;
    out.put(out.position(), in, start, length);
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
}
