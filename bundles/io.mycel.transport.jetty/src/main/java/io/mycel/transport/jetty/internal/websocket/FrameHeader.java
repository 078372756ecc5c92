package io.mycel.transport.jetty.internal.websocket;

import java.nio.ByteBuffer;

/**
 * The 2 to 14 bytes before a payload (RFC 6455 section 5.2), put together across reads. What can be
 * said to be wrong is said as soon as the first two bytes are there.
 */
final class FrameHeader {
  private static final int RSV1 = 0x40;

  private final byte[] bytes = new byte[14];
  private int size;
  private int needed = 2;
  private final boolean mayBeCompressed;

  /**
   * An empty header.
   *
   * @param mayBeCompressed whether the first frame of a message may have the bit RSV1, which says
   *     that the message is compressed (RFC 7692 section 6)
   */
  FrameHeader(boolean mayBeCompressed) {
    this.mayBeCompressed = mayBeCompressed;
  }

  /** Takes bytes until the header is whole; false if there are not enough yet. */
  boolean read(ByteBuffer in) throws WebSocketException {
    while (size < needed) {
      if (!in.hasRemaining()) {
        return false;
      }
      bytes[size++] = in.get();
      if (size == 2) {
        checkStart();
      }
    }
    return true;
  }

  /** Makes room for the next header. */
  void reset() {
    size = 0;
    needed = 2;
  }

  boolean fin() {
    return (bytes[0] & 0x80) != 0;
  }

  /** Whether the message that this frame begins is compressed. */
  boolean compressed() {
    return (bytes[0] & RSV1) != 0;
  }

  int opcode() {
    return bytes[0] & 0x0F;
  }

  int maskingKey() {
    int at = needed - 4;
    return (int) number(at, 4);
  }

  /** The payload length, in the shortest of the three forms as the RFC demands. */
  long length() throws WebSocketException {
    int code = bytes[1] & 0x7F;
    if (code < 126) {
      return code;
    }
    long length = code == 126 ? number(2, 2) : number(2, 8);
    if (length < 0) {
      throw WebSocketException.protocol("a frame length has its highest bit set");
    }
    if (length < (code == 126 ? 126 : 0x10000)) {
      throw WebSocketException.protocol("a frame length is not in its shortest form");
    }
    return length;
  }

  private long number(int at, int count) {
    long value = 0;
    for (int i = at; i < at + count; i++) {
      value = value << 8 | bytes[i] & 0xFF;
    }
    return value;
  }

  private void checkStart() throws WebSocketException {
    boolean first = opcode() == Opcode.TEXT || opcode() == Opcode.BINARY;
    if ((bytes[0] & 0x70) != 0 && !(mayBeCompressed && first && (bytes[0] & 0x70) == RSV1)) {
      throw WebSocketException.protocol("a reserved bit is set that no extension gives a meaning");
    }
    if (!Opcode.isKnown(opcode())) {
      throw WebSocketException.protocol("unknown opcode " + opcode());
    }
    if ((bytes[1] & 0x80) == 0) {
      throw WebSocketException.protocol("a client must mask its frames");
    }
    int code = bytes[1] & 0x7F;
    if (Opcode.isControl(opcode()) && (!fin() || code > 125)) {
      throw WebSocketException.protocol("a control frame must be whole and at most 125 bytes");
    }
    needed = 6 + (code < 126 ? 0 : code == 126 ? 2 : 8);
  }
}
