package io.mycel.bench.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientFrameTest {
  private static final int KEY = 0xA1B2C3D4;

  /** Unmasks byte by byte, as RFC 6455 section 5.3 words it. */
  private static byte[] payload(ByteBuffer frame) {
    int size = frame.get(frame.position() + 1) & 0x7f;
    int header = size < 126 ? 2 : size == 126 ? 4 : 10;
    long length =
        size < 126
            ? size
            : size == 126
                ? frame.getShort(frame.position() + 2) & 0xffff
                : frame.getLong(frame.position() + 2);
    assertEquals(frame.remaining(), header + 4 + length);
    byte[] bytes = new byte[(int) length];
    for (int i = 0; i < bytes.length; i++) {
      byte key = frame.get(frame.position() + header + i % 4);
      bytes[i] = (byte) (frame.get(frame.position() + header + 4 + i) ^ key);
    }
    return bytes;
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 13, 125, 126, 65535, 65536, 100_003})
  void frameHoldsThePayload(int size) {
    byte[] bytes = random(size);
    MsgpackWriter w = new MsgpackWriter(8).raw(ByteBuffer.wrap(bytes), 0, size);
    ByteBuffer frame = ClientFrame.seal(w, ClientFrame.BINARY, KEY);
    assertEquals((byte) 0x82, frame.get(frame.position()));
    assertEquals(KEY, frame.getInt(frame.limit() - size - 4));
    assertArrayEquals(bytes, payload(frame));
  }

  @Test
  void eightBytesAreWrittenIntoAMaskedPayloadAtAnyOffset() {
    for (int offset = 0; offset < 9; offset++) {
      byte[] bytes = random(24);
      MsgpackWriter w = new MsgpackWriter(8).raw(ByteBuffer.wrap(bytes), 0, 24);
      ByteBuffer frame = ClientFrame.seal(w, ClientFrame.BINARY, KEY);
      ClientFrame.patch(frame, frame.limit() - 24, offset, KEY, 0x0102030405060708L);
      ByteBuffer.wrap(bytes).putLong(offset, 0x0102030405060708L);
      assertArrayEquals(bytes, payload(frame), "at " + offset);
    }
  }
}
