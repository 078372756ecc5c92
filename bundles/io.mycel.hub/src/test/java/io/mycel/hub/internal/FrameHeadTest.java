package io.mycel.hub.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.Value;

class FrameHeadTest {
  private static final byte[] TARGET = "w/c".getBytes(StandardCharsets.UTF_8);

  private static final SenderIdentity IDENTITY =
      new SenderIdentity(
          fields("from", "w/real", "ws", "w", "user", "u1"),
          fields("from", "w/real", "ws", "w"),
          3,
          false);
  private static final SenderIdentity TRUSTED =
      new SenderIdentity(IDENTITY.fields(), IDENTITY.withoutUser(), 3, true);

  @Test
  void readsWhereAFrameGoesAndNothingBehindIt() throws Exception {
    byte[] first =
        map("type", "method", "to", "w/c", "method", "services.x.y", "session", "S", "parent", "P");
    ByteBuffer frame =
        ByteBuffer.allocate(first.length + 3).put(first).put(new byte[] {(byte) 0xc1, 1, 2}).flip();
    FrameHead head = FrameHead.scan(frame);
    assertEquals("w/c", head.to());
    assertEquals("services.x.y", head.method());
    assertEquals("S", head.session());
    assertTrue(head.isMethod());
    assertEquals(first.length, head.end());
    assertEquals(0, frame.position());
  }

  @Test
  void stampsTheSenderAndKeepsAllOtherFields() throws Exception {
    byte[] forged =
        map(
            "from",
            "other/liar",
            "type",
            "method",
            "user",
            "root",
            "to",
            "c",
            "method",
            "m",
            "ws",
            "*",
            "ctx",
            "of a liar",
            "x",
            "kept");
    FrameHead head = FrameHead.scan(ByteBuffer.wrap(forged));
    Map<String, String> seen = unpack(head.rewrite(TARGET, IDENTITY, Buffers.EMPTY));
    assertEquals(
        Map.of(
            "type", "method", "method", "m", "x", "kept", "to", "w/c", "from", "w/real", "ws", "w",
            "user", "u1"),
        seen);
  }

  @Test
  void onlyATrustedSenderNamesTheUserItself() throws Exception {
    byte[] sent = map("to", "c", "user", "somebody");
    ByteBuffer frame = ByteBuffer.wrap(sent);
    assertEquals(
        "u1", unpack(FrameHead.scan(frame).rewrite(TARGET, IDENTITY, Buffers.EMPTY)).get("user"));
    assertEquals(
        "somebody",
        unpack(FrameHead.scan(frame).rewrite(TARGET, TRUSTED, Buffers.EMPTY)).get("user"));
    byte[] without = map("to", "c");
    assertEquals(
        "u1",
        unpack(FrameHead.scan(ByteBuffer.wrap(without)).rewrite(TARGET, TRUSTED, Buffers.EMPTY))
            .get("user"));
  }

  @Test
  void putsWhatFollowsTheHeadBehindIt() throws Exception {
    FrameHead head = FrameHead.scan(ByteBuffer.wrap(map("to", "c")));
    ByteBuffer out = head.rewrite(TARGET, IDENTITY, ByteBuffer.wrap(new byte[] {7, 8, 9}));
    assertEquals(9, out.get(out.limit() - 1));
    assertEquals(7, out.get(out.limit() - 3));
  }

  @Test
  void aLongAddressAndManyFieldsSurvive() throws Exception {
    String[] many = new String[40];
    for (int i = 0; i < many.length; i += 2) {
      many[i] = "key" + i;
      many[i + 1] = "value" + i;
    }
    String address = "w/" + "c".repeat(300);
    Map<String, String> seen =
        unpack(
            FrameHead.scan(ByteBuffer.wrap(map(many)))
                .rewrite(address.getBytes(StandardCharsets.UTF_8), IDENTITY, Buffers.EMPTY));
    assertEquals(24, seen.size());
    assertEquals(address, seen.get("to"));
    assertEquals("value38", seen.get("key38"));
  }

  @Test
  void worksOnDirectMemoryAtAnyPosition() throws Exception {
    byte[] first = map("type", "method", "to", "w/c");
    ByteBuffer frame = ByteBuffer.allocateDirect(first.length + 5);
    frame.position(5).put(first).position(5);
    FrameHead head = FrameHead.scan(frame);
    assertEquals("w/c", head.to());
    assertEquals(first.length + 5, head.end());
    assertEquals("w/c", unpack(head.rewrite(TARGET, IDENTITY, Buffers.EMPTY)).get("to"));
  }

  @Test
  void aFieldThatIsNoTextCountsAsAbsent() throws Exception {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      packer.packMapHeader(1).packString("to").packInt(5);
      assertNull(FrameHead.scan(ByteBuffer.wrap(packer.toByteArray())).to());
    }
  }

  @Test
  void everyCutOfAFrameIsRefused() throws Exception {
    byte[] whole = map("type", "method", "to", "w/c", "method", "services.x.y", "session", "S");
    for (int length = 0; length < whole.length; length++) {
      ByteBuffer cut = ByteBuffer.wrap(whole, 0, length);
      assertThrows(BrokenFrameException.class, () -> FrameHead.scan(cut), "cut at " + length);
    }
  }

  @Test
  void whatIsNoMapIsRefusedWithItsFirstByte() {
    BrokenFrameException e =
        assertThrows(
            BrokenFrameException.class,
            () -> FrameHead.scan(ByteBuffer.wrap(new byte[] {(byte) 0x93, 1, 2, 3})));
    assertTrue(e.getMessage().contains("0x93"), e.getMessage());
  }

  @Test
  void declaredSizesAreNotBelieved() {
    byte[][] lies = {
      {(byte) 0xdf, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff},
      {(byte) 0x81, (byte) 0xa1, 'a', (byte) 0xdd, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff},
      {(byte) 0x81, (byte) 0xa1, 'a', (byte) 0xc6, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff},
      {(byte) 0x81, (byte) 0xa1, 'a', (byte) 0xc9, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff, 1},
      {(byte) 0x81, (byte) 0xdb, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff, 'a'},
    };
    for (byte[] lie : lies) {
      assertThrows(BrokenFrameException.class, () -> FrameHead.scan(ByteBuffer.wrap(lie)));
    }
  }

  @Test
  void deepNestingIsRefusedAndDoesNotOverflowTheStack() {
    byte[] deep = new byte[100_000];
    deep[0] = (byte) 0x81;
    deep[1] = (byte) 0xa1;
    deep[2] = 'a';
    java.util.Arrays.fill(deep, 3, deep.length, (byte) 0x91);
    assertThrows(BrokenFrameException.class, () -> FrameHead.scan(ByteBuffer.wrap(deep)));
  }

  @Test
  void anyBytesAreReadOrRefused() {
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      if (bytes.length > 0) {
        bytes[0] = (byte) (0x80 | random.nextInt(4));
      }
      try {
        FrameHead head = FrameHead.scan(ByteBuffer.wrap(bytes));
        assertTrue(head.end() <= bytes.length);
      } catch (BrokenFrameException e) {
        refused++;
      }
    }
    assertTrue(refused > 10_000, "refused " + refused);
  }

  private static byte[] map(String... keysAndValues) {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      packer.packMapHeader(keysAndValues.length / 2);
      for (String text : keysAndValues) {
        packer.packString(text);
      }
      return packer.toByteArray();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] fields(String... keysAndValues) {
    byte[] map = map(keysAndValues);
    return java.util.Arrays.copyOfRange(map, 1, map.length);
  }

  private static Map<String, String> unpack(ByteBuffer packed) throws IOException {
    try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(Buffers.bytes(packed))) {
      Map<String, String> texts = new TreeMap<>();
      for (Map.Entry<Value, Value> entry : unpacker.unpackValue().asMapValue().entrySet()) {
        texts.put(
            entry.getKey().asStringValue().asString(), entry.getValue().asStringValue().asString());
      }
      return texts;
    }
  }
}
