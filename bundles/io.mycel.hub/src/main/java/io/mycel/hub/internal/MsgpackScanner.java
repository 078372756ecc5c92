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

  private final ByteBuffer buffer;
  private final int limit;
  private int at;

  MsgpackScanner(ByteBuffer buffer) {
    this(buffer, buffer.position(), buffer.limit());
  }

  MsgpackScanner(ByteBuffer buffer, int start, int limit) {
    this.buffer = buffer;
    this.at = start;
    this.limit = limit;
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

  /** Skips one value, whatever it is. */
  void skip() throws BrokenFrameException {
    skip(0);
  }

  private void skip(int depth) throws BrokenFrameException {
    if (depth > MAX_DEPTH) {
      throw new BrokenFrameException(
          "the first map is nested deeper than " + MAX_DEPTH + " levels");
    }
    int code = next();
    if (code < 0x80 || code >= 0xe0) {
      return;
    }
    if (code < 0x90) {
      skipMany(2 * (code & 0x0f), depth);
    } else if (code < 0xa0) {
      skipMany(code & 0x0f, depth);
    } else if (code < 0xc0) {
      advance(code & 0x1f);
    } else {
      skipCoded(code, depth);
    }
  }

  private void skipCoded(int code, int depth) throws BrokenFrameException {
    switch (code) {
      case 0xc0, 0xc2, 0xc3 -> {
        // nil, false, true: nothing follows
      }
      case 0xc4, 0xd9 -> advance(uint(1));
      case 0xc5, 0xda -> advance(uint(2));
      case 0xc6, 0xdb -> advance(uint(4));
      case 0xc7 -> advance(uint(1) + 1);
      case 0xc8 -> advance(uint(2) + 1);
      case 0xc9 -> {
        advance(uint(4));
        advance(1);
      }
      case 0xcc, 0xd0 -> advance(1);
      case 0xcd, 0xd1, 0xd4 -> advance(2);
      case 0xd5 -> advance(3);
      case 0xca, 0xce, 0xd2 -> advance(4);
      case 0xd6 -> advance(5);
      case 0xcb, 0xcf, 0xd3 -> advance(8);
      case 0xd7 -> advance(9);
      case 0xd8 -> advance(17);
      case 0xdc -> skipMany(uint(2), depth);
      case 0xdd -> skipMany(uint(4), depth);
      case 0xde -> skipMany(2L * uint(2), depth);
      case 0xdf -> skipMany(2L * uint(4), depth);
      default ->
          throw new BrokenFrameException("0x" + Integer.toHexString(code) + " is no msgpack type");
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
    return new BrokenFrameException("the frame ends in the middle of its first map");
  }
}
