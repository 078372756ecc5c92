package io.mycel.transport.jetty.internal.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.transport.Lease;
import io.mycel.transport.jetty.internal.BufferPool;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameParserTest {
  private static final int FIN = 0x80;
  private static final Limits LIMITS = new Limits(300_000, 400_000, 100_000, 8, 0, 0);

  private final BufferPool pool = new BufferPool(1 << 20, 1 << 20);
  private final FrameParser parser = new FrameParser(LIMITS, pool, null);
  private final Recorder sink = new Recorder();

  /** Notes what is handed on; binary messages by their content, and releases them. */
  private static final class Recorder implements FrameSink {
    private final List<Object> seen = new ArrayList<>();

    @Override
    public void binary(ByteBuffer message, Lease lease) {
      seen.add(copy(message));
      lease.release();
    }

    @Override
    public void text(String message, int bytes) {
      assertEquals(message.getBytes(StandardCharsets.UTF_8).length, bytes);
      seen.add(message);
    }

    @Override
    public void ping(ByteBuffer payload) {
      seen.add("ping " + StandardCharsets.UTF_8.decode(payload));
    }

    @Override
    public void pong() {
      seen.add("pong");
    }

    @Override
    public void close(int code, String reason) {
      seen.add("close " + code + " " + reason);
    }

    private static ByteBuffer copy(ByteBuffer message) {
      return ByteBuffer.allocate(message.remaining()).put(message).flip();
    }
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] close(int code, String reason) {
    byte[] text = utf8(reason);
    return ByteBuffer.allocate(2 + text.length).putShort((short) code).put(text).array();
  }

  private WebSocketException fails(byte[]... frames) {
    byte[] all = Frames.join(frames);
    return assertThrows(WebSocketException.class, () -> parser.parse(ByteBuffer.wrap(all), sink));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 125, 126, 127, 4096, 4097, 65_535, 65_536, 65_537, 300_000})
  void binaryOfAnyLengthIsUnmasked(int size) throws Exception {
    byte[] payload = random(size);
    parser.parse(ByteBuffer.wrap(Frames.client(FIN | 2, payload)), sink);
    assertEquals(List.of(ByteBuffer.wrap(payload)), sink.seen);
    assertEquals(0, pool.lentBytes());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 0xFF, 0xFF000000, 0x01020304, -1})
  void anyMaskIsUndone(int key) throws Exception {
    byte[] small = random(29);
    byte[] pooled = random(BufferPool.SMALL + 29);
    parser.parse(ByteBuffer.wrap(Frames.frame(FIN | 2, small, key, true)), sink);
    parser.parse(ByteBuffer.wrap(Frames.frame(FIN | 2, pooled, key, true)), sink);
    assertEquals(List.of(ByteBuffer.wrap(small), ByteBuffer.wrap(pooled)), sink.seen);
  }

  @Test
  void splittingAtAnyByteChangesNothing() throws Exception {
    byte[] all =
        Frames.join(
            Frames.client(FIN | 2, random(200)),
            Frames.client(1, utf8("frag")),
            Frames.client(FIN | 9, utf8("p")),
            Frames.client(FIN, utf8("ment€")),
            Frames.client(FIN | 10, new byte[0]),
            Frames.client(FIN | 2, random(130)),
            Frames.client(FIN | 8, close(4001, "bye")));
    List<Object> expected =
        List.of(
            ByteBuffer.wrap(random(200)),
            "ping p",
            "fragment€",
            "pong",
            ByteBuffer.wrap(random(130)),
            "close 4001 bye");
    for (int at = 0; at <= all.length; at++) {
      Recorder split = new Recorder();
      FrameParser fresh = new FrameParser(LIMITS, pool, null);
      fresh.parse(ByteBuffer.wrap(all, 0, at), split);
      fresh.parse(ByteBuffer.wrap(all, at, all.length - at), split);
      assertEquals(expected, split.seen, "split at " + at);
    }
    Recorder single = new Recorder();
    for (int i = 0; i < all.length; i++) {
      parser.parse(ByteBuffer.wrap(all, i, 1), single);
    }
    assertEquals(expected, single.seen);
  }

  @Test
  void largePayloadIsReadIntoItsOwnMemory() throws Exception {
    byte[] payload = random(100_001);
    byte[] frame = Frames.client(FIN | 2, payload);
    int at = 5000;
    parser.parse(ByteBuffer.wrap(frame, 0, at), sink);
    for (int step = 1; parser.target() != null; step = step * 3) {
      ByteBuffer target = parser.target();
      int count = Math.min(step, target.capacity() - target.limit());
      int start = target.limit();
      target.limit(start + count);
      target.put(start, frame, at, count);
      at += count;
      parser.targetFilled(sink);
    }
    parser.parse(ByteBuffer.wrap(frame, at, frame.length - at), sink);
    assertEquals(List.of(ByteBuffer.wrap(payload)), sink.seen);
  }

  @Test
  void smallRestIsNotReadByItself() throws Exception {
    byte[] frame = Frames.client(FIN | 2, random(10_000));
    parser.parse(ByteBuffer.wrap(frame, 0, 1000), sink);
    assertNotNull(parser.target());
    parser.parse(ByteBuffer.wrap(frame, 1000, 2000), sink);
    assertNull(parser.target());
  }

  @Test
  void fragmentsAreJoined() throws Exception {
    byte[] whole = random(20_000);
    parser.parse(ByteBuffer.wrap(Frames.client(2, Arrays.copyOf(whole, 9000))), sink);
    parser.parse(ByteBuffer.wrap(Frames.client(0, new byte[0])), sink);
    parser.parse(
        ByteBuffer.wrap(Frames.client(FIN, Arrays.copyOfRange(whole, 9000, 20_000))), sink);
    assertEquals(List.of(ByteBuffer.wrap(whole)), sink.seen);
    assertEquals(0, pool.lentBytes());
  }

  @ParameterizedTest
  @CsvSource({"0xC2", "0xA2", "0x92", "0x83", "0x87", "0x8B", "0x8F"})
  void reservedBitsAndOpcodesBreakTheProtocol(String firstByte) {
    assertEquals(1002, fails(Frames.client(Integer.decode(firstByte), utf8("x"))).code());
  }

  @Test
  void unmaskedFrameBreaksTheProtocolAtItsSecondByte() {
    byte[] frame = Frames.frame(FIN | 2, utf8("x"), 0, false);
    assertEquals(1002, fails(Arrays.copyOf(frame, 2)).code());
  }

  @Test
  void fragmentedOrLongControlFrameBreaksTheProtocol() {
    assertEquals(1002, fails(Frames.client(9, utf8("x"))).code());
    FrameParser fresh = new FrameParser(LIMITS, pool, null);
    ByteBuffer longPing = ByteBuffer.wrap(Frames.client(FIN | 9, new byte[126]));
    assertEquals(
        1002, assertThrows(WebSocketException.class, () -> fresh.parse(longPing, sink)).code());
  }

  @Test
  void continuationOfNothingBreaksTheProtocol() {
    assertEquals(1002, fails(Frames.client(FIN, utf8("x"))).code());
  }

  @Test
  void newMessageInsideOfAnotherBreaksTheProtocol() {
    assertEquals(
        1002, fails(Frames.client(2, random(5000)), Frames.client(FIN | 2, utf8("x"))).code());
    parser.release();
    assertEquals(0, pool.lentBytes());
  }

  @Test
  void lengthNotInItsShortestFormBreaksTheProtocol() {
    byte[] wide = {(byte) 0x82, (byte) 0xFE, 0, 125, 0, 0, 0, 0};
    assertEquals(1002, fails(wide).code());
  }

  @Test
  void negativeLengthBreaksTheProtocol() {
    byte[] negative = new byte[14];
    negative[0] = (byte) 0x82;
    negative[1] = (byte) 0xFF;
    negative[2] = (byte) 0x80;
    assertEquals(1002, fails(negative).code());
  }

  @Test
  void frameBeyondTheLimitIsTooBigBeforeItsPayloadCame() {
    byte[] frame = Frames.client(FIN | 2, new byte[300_001]);
    assertEquals(1009, fails(Arrays.copyOf(frame, 14)).code());
    assertEquals(0, pool.lentBytes());
  }

  @Test
  void fragmentsBeyondTheLimitsAreTooBig() {
    assertEquals(
        1009,
        fails(Frames.client(2, new byte[300_000]), Frames.client(FIN, new byte[100_001])).code());
    parser.release();
    byte[][] many = new byte[9][];
    Arrays.fill(many, Frames.client(0, utf8("x")));
    many[0] = Frames.client(2, utf8("x"));
    FrameParser fresh = new FrameParser(LIMITS, pool, null);
    ByteBuffer all = ByteBuffer.wrap(Frames.join(many));
    assertEquals(1009, assertThrows(WebSocketException.class, () -> fresh.parse(all, sink)).code());
  }

  @Test
  void textBeyondItsLimitIsTooBig() {
    assertEquals(1009, fails(Frames.client(FIN | 1, new byte[100_001])).code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"c080", "eda080", "f4908080", "ff", "e282"})
  void textThatIsNoUtf8IsBadData(String hex) {
    byte[] bytes = java.util.HexFormat.of().parseHex(hex);
    assertEquals(1007, fails(Frames.client(FIN | 1, bytes)).code());
  }

  @Test
  void characterMayBeSplitBetweenFragments() throws Exception {
    byte[] euro = utf8("€");
    parser.parse(ByteBuffer.wrap(Frames.client(1, Arrays.copyOf(euro, 1))), sink);
    parser.parse(ByteBuffer.wrap(Frames.client(FIN, Arrays.copyOfRange(euro, 1, 3))), sink);
    assertEquals(List.of("€"), sink.seen);
  }

  @Test
  void closeMayHaveNoCode() throws Exception {
    parser.parse(ByteBuffer.wrap(Frames.client(FIN | 8, new byte[0])), sink);
    assertEquals(List.of("close 1005 "), sink.seen);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 2999, 5000})
  void closeWithACodeThatNobodySendsBreaksTheProtocol(int code) {
    assertEquals(1002, fails(Frames.client(FIN | 8, close(code, ""))).code());
  }

  @Test
  void closeWithHalfACodeOrABadReasonIsRefused() {
    assertEquals(1002, fails(Frames.client(FIN | 8, new byte[1])).code());
    FrameParser fresh = new FrameParser(LIMITS, pool, null);
    ByteBuffer bad =
        ByteBuffer.wrap(Frames.client(FIN | 8, new byte[] {3, (byte) 0xE8, (byte) 0xFF}));
    assertEquals(1007, assertThrows(WebSocketException.class, () -> fresh.parse(bad, sink)).code());
  }

  @Test
  void frameWithoutMemoryIsForLater() {
    BufferPool small = new BufferPool(10_000, 0);
    FrameParser poor = new FrameParser(LIMITS, small, null);
    ByteBuffer frame = ByteBuffer.wrap(Frames.client(FIN | 2, new byte[20_000]));
    assertEquals(
        1013, assertThrows(WebSocketException.class, () -> poor.parse(frame, sink)).code());
    assertEquals(0, small.lentBytes());
  }

  @Test
  void messageInTinyFragmentsIsNotLongerThanItsClientsShare() {
    BufferPool small = new BufferPool(1 << 16, 0);
    Limits manyFragments = new Limits(300_000, 400_000, 100_000, 1000, 0, 0);
    FrameParser sharing = new FrameParser(manyFragments, small.share(), null);
    byte[] piece = Frames.client(0, new byte[1]);
    WebSocketException refusal =
        assertThrows(
            WebSocketException.class,
            () -> {
              sharing.parse(ByteBuffer.wrap(Frames.client(2, new byte[1])), sink);
              for (int i = 0; i < manyFragments.maxFragments() - 2; i++) {
                sharing.parse(ByteBuffer.wrap(piece), sink);
              }
            });
    assertEquals(1013, refusal.code());
    assertEquals(1, small.refusedToOne(), "its share ends before the memory of all does");
    sharing.release();
    assertEquals(0, small.lentBytes());
  }

  @Test
  void releaseGivesBackWhatIsIncomplete() throws Exception {
    parser.parse(ByteBuffer.wrap(Frames.client(2, random(10_000))), sink);
    parser.parse(ByteBuffer.wrap(Frames.client(FIN, random(10_000)), 0, 5000), sink);
    assertTrue(pool.lentBytes() > 20_000);
    parser.release();
    assertEquals(0, pool.lentBytes());
  }
}
