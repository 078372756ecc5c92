package io.mycel.hub.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.hub.Client;
import io.mycel.api.hub.Generation;
import io.mycel.api.transport.Opening;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StrictReaderTest {

  private static final ByteBuffer HEAD = bytes(0x81, 0xa4, 't', 'y', 'p', 'e', 0xa1, 'm');

  private static ByteBuffer bytes(int... values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length);
    for (int value : values) {
      buffer.put((byte) value);
    }
    return buffer.flip();
  }

  /** {@code {"a": value}}. */
  private static ByteBuffer holding(ByteBuffer value) {
    return ByteBuffer.allocate(3 + value.remaining())
        .put(new byte[] {(byte) 0x81, (byte) 0xa1, 'a'})
        .put(value.duplicate())
        .flip();
  }

  private static String flaw(int... value) {
    return StrictReader.flaw(HEAD, holding(bytes(value)));
  }

  @Test
  void onlyPythonClientsOfGenerationANeedIt() {
    Client a = new Client(Generation.A, "ws", "c", Directory.ROOT, false);
    Client b = new Client(Generation.B, "ws", "c", Directory.ROOT, false);
    Opening python = opening("Python/3.11 websockets/13.1");
    assertTrue(StrictReader.is(a, python));
    assertFalse(StrictReader.is(b, python));
    assertFalse(StrictReader.is(a, opening("Mozilla/5.0")));
    assertFalse(StrictReader.is(a, new Opening("/ws", Map.of(), Map.of(), "test:1")));
  }

  private static Opening opening(String agent) {
    return new Opening("/ws", Map.of(), Map.of("user-agent", agent), "test:1");
  }

  @Test
  void whatClientsSendIsFine() {
    assertNull(StrictReader.flaw(HEAD, Buffers.EMPTY));
    assertNull(flaw(0xc0));
    assertNull(flaw(0x93, 1, 0xcb, 0, 0, 0, 0, 0, 0, 0, 0, 0xc4, 2, 0xff, 0xfe));
    assertNull(flaw(0x82, 0xa1, 'b', 1, 0xc4, 1, 9, 2), "bytes may be keys");
    assertNull(flaw(0xd6, 0xff, 0, 0, 0, 1), "a timestamp of 32 bits");
    assertNull(flaw(0xc7, 12, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1));
    assertNull(flaw(0xd4, 5, 1), "an extension of an application");
    assertNull(flaw(0xd9, 4, 0xf0, 0x9f, 0x8d, 0x84));
  }

  @Test
  void whatStopsTheClientIsNamed() {
    assertEquals("its first map has no 'type'", StrictReader.flaw(bytes(0x80), Buffers.EMPTY));
    assertEquals("it has more than two maps", StrictReader.flaw(HEAD, bytes(0x80, 0x80)));
    assertTrue(StrictReader.flaw(HEAD, bytes(0x07)).contains("must begin with a msgpack map"));
    assertTrue(StrictReader.flaw(HEAD, bytes(0x82)).contains("ends in the middle"));
    assertEquals("the key of a map must be text, see byte 4", flaw(0x81, 1, 2));
    assertEquals("the key of a map must be text, see byte 6", flaw(0xde, 0, 1, 0xc0, 2));
    assertEquals("a timestamp has 4, 8 or 12 bytes, not 1", flaw(0xd4, 0xff, 1));
    assertEquals("the text at byte 4 is no UTF-8", flaw(0xa1, 0x80));
    assertTrue(
        StrictReader.flaw(HEAD, ByteBuffer.allocate(1_024_000)).contains("takes 1024000"),
        "more than the library takes at once");
    int[] deep = new int[500];
    Arrays.fill(deep, 0x91);
    assertEquals("a map is nested deeper than 400 levels", flaw(deep));
  }

  @Test
  void textIsJudgedAsTheDecoderOfTheJdkDoes() {
    Random random = new Random(7);
    byte[] alphabet = {'a', (byte) 0x80, (byte) 0x8f, (byte) 0x90, (byte) 0x9f, (byte) 0xa0};
    byte[] leads = {'b', (byte) 0xc1, (byte) 0xc2, (byte) 0xe0, (byte) 0xe1, (byte) 0xed};
    byte[] more = {(byte) 0xf0, (byte) 0xf4, (byte) 0xf5, (byte) 0xff, (byte) 0xbf, 'c'};
    int valid = 0;
    for (int round = 0; round < 200_000; round++) {
      byte[] text = new byte[random.nextInt(20)];
      for (int i = 0; i < text.length; i++) {
        byte[] set = random.nextInt(3) == 0 ? leads : random.nextInt(8) == 0 ? more : alphabet;
        text[i] = set[random.nextInt(random.nextBoolean() ? 1 : set.length)];
      }
      boolean decodes = decodes(text);
      valid += decodes ? 1 : 0;
      ByteBuffer value = ByteBuffer.allocate(2 + text.length);
      value.put((byte) 0xd9).put((byte) text.length).put(text).flip();
      assertEquals(
          decodes,
          StrictReader.flaw(HEAD, holding(value)) == null,
          () -> HexFormat.of().formatHex(text));
    }
    assertTrue(valid > 10_000 && valid < 190_000, "both outcomes are met: " + valid);
  }

  private static boolean decodes(byte[] text) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    try {
      CharBuffer decoded = decoder.decode(ByteBuffer.wrap(text));
      return decoded.length() <= text.length;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
