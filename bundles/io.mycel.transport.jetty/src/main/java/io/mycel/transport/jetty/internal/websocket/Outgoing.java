package io.mycel.transport.jetty.internal.websocket;

import io.mycel.api.transport.Lease;
import io.mycel.transport.jetty.internal.BufferPool.Block;
import java.nio.ByteBuffer;

/**
 * A frame that waits to be written.
 *
 * @param header its 2 to 10 bytes
 * @param size header, head and tail together
 */
record Outgoing(
    int opcode, ByteBuffer header, ByteBuffer head, ByteBuffer tail, Lease lease, long size) {

  private static final int RSV1 = 0x40;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  static Outgoing of(int opcode, ByteBuffer head, ByteBuffer tail, Lease lease) {
    long payload = (long) head.remaining() + tail.remaining();
    ByteBuffer header = header(opcode, payload);
    return new Outgoing(opcode, header, head, tail, lease, header.remaining() + payload);
  }

  static Outgoing of(int opcode, ByteBuffer payload) {
    return of(opcode, payload, NOTHING.duplicate(), Lease.NONE);
  }

  /** A whole message that was compressed. */
  static Outgoing compressed(int opcode, Block payload) {
    Outgoing plain = of(opcode, payload.bytes(), NOTHING.duplicate(), payload);
    plain.header.put(0, (byte) (plain.header.get(0) | RSV1));
    return plain;
  }

  /** An unmasked header of a whole message, in its shortest form (RFC 6455 section 5.2). */
  private static ByteBuffer header(int opcode, long payload) {
    ByteBuffer header = ByteBuffer.allocate(payload < 126 ? 2 : payload < 0x10000 ? 4 : 10);
    header.put((byte) (0x80 | opcode));
    if (payload < 126) {
      header.put((byte) payload);
    } else if (payload < 0x10000) {
      header.put((byte) 126).putShort((short) payload);
    } else {
      header.put((byte) 127).putLong(payload);
    }
    return header.flip();
  }
}
