package io.mycel.transport.jetty.internal.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Frames as a client writes them, right or wrong. */
public final class Frames {
  private Frames() {}

  /** A masked frame in the shortest form. */
  public static byte[] client(int firstByte, byte[] payload) {
    return frame(firstByte, payload, 0x12A4C6E8, true);
  }

  public static byte[] frame(int firstByte, byte[] payload, int key, boolean masked) {
    int mask = masked ? 0x80 : 0;
    ByteBuffer out = ByteBuffer.allocate(14 + payload.length);
    out.put((byte) firstByte);
    if (payload.length < 126) {
      out.put((byte) (mask | payload.length));
    } else if (payload.length < 0x10000) {
      out.put((byte) (mask | 126)).putShort((short) payload.length);
    } else {
      out.put((byte) (mask | 127)).putLong(payload.length);
    }
    if (masked) {
      out.putInt(key);
    }
    for (int i = 0; i < payload.length; i++) {
      int keyByte = masked ? key >>> 8 * (3 - i % 4) : 0;
      out.put((byte) (payload[i] ^ keyByte));
    }
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  public static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] each : parts) {
      all.writeBytes(each);
    }
    return all.toByteArray();
  }
}
