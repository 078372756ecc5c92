package io.mycel.hub.internal;

import java.nio.ByteBuffer;

/**
 * Walks over msgpack without making values of it. Absolute reads only: neither the position nor the
 * limit of the buffer is changed. Every length is checked against what is there before it is
 * believed.
 */
final class MsgpackScanner {
  /** Deeper than any head of a frame. */
  private static final int MAX_DEPTH = 64;

  /** The type of extension that msgpack defines itself. */
  private static final byte TIMESTAMP = -1;

  private final ByteBuffer buffer;
  private final int limit;
  private final int maxDepth;
  private final TextCheck strict;
  private int at;

  /** Looks at the bytes of each text. */
  interface TextCheck {
    /** Refuses the text between two absolute positions if it is none. */
    void check(int start, int length) throws BrokenFrameException;
  }

  MsgpackScanner(ByteBuffer buffer) {
    this(buffer, buffer.position(), buffer.limit());
  }

  MsgpackScanner(ByteBuffer buffer, int start, int limit) {
    this(buffer, start, limit, MAX_DEPTH, null);
  }

  private MsgpackScanner(ByteBuffer buffer, int start, int limit, int maxDepth, TextCheck strict) {
    this.buffer = buffer;
    this.at = start;
    this.limit = limit;
    this.maxDepth = maxDepth;
    this.strict = strict;
  }

  /**
   * One that also refuses keys that are neither text nor bytes, and timestamps of a wrong length.
   */
  static MsgpackScanner strict(ByteBuffer buffer, int maxDepth, TextCheck texts) {
    return new MsgpackScanner(buffer, buffer.position(), buffer.limit(), maxDepth, texts);
  }

  int position() {
    return at;
  }

  /** Reads the header of a map and returns the number of its entries. */
  int mapHeader() throws BrokenFrameException {
    int code = next();
    if ((code & 0xf0) == 0x80) {
      return code & 0x0f;
    }
    return switch (code) {
      case 0xde -> uint(2);
      case 0xdf -> uint(4);
      default ->
          throw new BrokenFrameException(
              "a frame must begin with a msgpack map, this one begins with 0x"
                  + Integer.toHexString(code));
    };
  }

  /** Reads the header of a string and returns its length in bytes, all of which are there. */
  int stringHeader() throws BrokenFrameException {
    int start = at;
    int code = next();
    int length;
    if ((code & 0xe0) == 0xa0) {
      length = code & 0x1f;
    } else {
      length =
          switch (code) {
            case 0xd9 -> uint(1);
            case 0xda -> uint(2);
            case 0xdb -> uint(4);
            default -> throw new BrokenFrameException("text expected at byte " + start);
          };
    }
    need(length);
    return length;
  }

  void advance(int bytes) throws BrokenFrameException {
    need(bytes);
    at += bytes;
  }

  /** Skips one value, which must be a map. */
  void skipMap() throws BrokenFrameException {
    int start = at;
    mapHeader();
    at = start;
    skip(0);
  }

  /** Skips one value, whatever it is. */
  void skip() throws BrokenFrameException {
    skip(0);
  }

  private void skip(int depth) throws BrokenFrameException {
    if (depth > maxDepth) {
      throw new BrokenFrameException("a map is nested deeper than " + maxDepth + " levels");
    }
    int code = next();
    if (code < 0x80 || code >= 0xe0) {
      return;
    }
    if (code < 0x90) {
      skipEntries(code & 0x0f, depth);
    } else if (code < 0xa0) {
      skipMany(code & 0x0f, depth);
    } else if (code < 0xc0) {
      text(code & 0x1f);
    } else {
      skipCoded(code, depth);
    }
  }

  private void skipCoded(int code, int depth) throws BrokenFrameException {
    switch (code) {
      case 0xc0, 0xc2, 0xc3 -> {
        // nil, false, true: nothing follows
      }
      case 0xc4 -> advance(uint(1));
      case 0xc5 -> advance(uint(2));
      case 0xc6 -> advance(uint(4));
      case 0xd9 -> text(uint(1));
      case 0xda -> text(uint(2));
      case 0xdb -> text(uint(4));
      case 0xc7 -> extension(uint(1));
      case 0xc8 -> extension(uint(2));
      case 0xc9 -> extension(uint(4));
      case 0xcc, 0xd0 -> advance(1);
      case 0xcd, 0xd1 -> advance(2);
      case 0xca, 0xce, 0xd2 -> advance(4);
      case 0xcb, 0xcf, 0xd3 -> advance(8);
      case 0xd4, 0xd5, 0xd6, 0xd7, 0xd8 -> extension(1 << (code - 0xd4));
      case 0xdc -> skipMany(uint(2), depth);
      case 0xdd -> skipMany(uint(4), depth);
      case 0xde -> skipEntries(uint(2), depth);
      case 0xdf -> skipEntries(uint(4), depth);
      default ->
          throw new BrokenFrameException("0x" + Integer.toHexString(code) + " is no msgpack type");
    }
  }

  private void text(int length) throws BrokenFrameException {
    int start = at;
    advance(length);
    if (strict != null) {
      strict.check(start, length);
    }
  }

  private void extension(int length) throws BrokenFrameException {
    byte type = (byte) next();
    advance(length);
    if (strict != null && type == TIMESTAMP && length != 4 && length != 8 && length != 12) {
      throw new BrokenFrameException("a timestamp has 4, 8 or 12 bytes, not " + length);
    }
  }

  private void skipEntries(int entries, int depth) throws BrokenFrameException {
    if (strict == null) {
      skipMany(2L * entries, depth);
      return;
    }
    for (int i = 0; i < entries; i++) {
      int start = at;
      int code = next();
      boolean text = (code & 0xe0) == 0xa0 || (code >= 0xd9 && code <= 0xdb);
      if (!text && (code < 0xc4 || code > 0xc6)) {
        throw new BrokenFrameException("the key of a map must be text, see byte " + start);
      }
      at = start;
      skip(depth + 1);
      skip(depth + 1);
    }
  }

  private void skipMany(long values, int depth) throws BrokenFrameException {
    if (values > limit - at) {
      throw cut();
    }
    for (long i = 0; i < values; i++) {
      skip(depth + 1);
    }
  }

  private int next() throws BrokenFrameException {
    need(1);
    return buffer.get(at++) & 0xff;
  }

  private int uint(int bytes) throws BrokenFrameException {
    need(bytes);
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value = value << 8 | (buffer.get(at++) & 0xff);
    }
    if (value > Integer.MAX_VALUE) {
      throw cut();
    }
    return (int) value;
  }

  private void need(int bytes) throws BrokenFrameException {
    if (bytes < 0 || bytes > limit - at) {
      throw cut();
    }
  }

  private static BrokenFrameException cut() {
    return new BrokenFrameException("the frame ends in the middle of a map");
  }
}
