package io.mycel.transport.jetty.internal.websocket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.transport.jetty.internal.BufferPool;
import io.mycel.transport.jetty.internal.BufferPool.Block;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageDeflateTest {
  private static final int LIMIT = 8 << 20;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final BufferPool pool = new BufferPool(64 << 20, 1 << 20);
  private final ZlibPool zlib = new ZlibPool();
  private final MessageInflater inflater = new MessageInflater(zlib, pool);

  @AfterEach
  void everythingIsGivenBack() {
    assertEquals(0, pool.lentBytes());
    int idle = zlib.idle();
    assertTrue(idle <= 2, idle + " for one thread");
    zlib.close();
    assertEquals(0, zlib.idle());
  }

  /** Text that repeats itself at all distances up to 64 KB and beyond. */
  static byte[] text(int size) {
    Random random = new Random(size);
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = i > 70_000 && i % 200 < 100 ? bytes[i - 70_000] : (byte) ('a' + random.nextInt(8));
    }
    for (int i = 40_000; i + 30_000 < size; i += 40_000) {
      System.arraycopy(bytes, i - 30_000, bytes, i, 5000);
    }
    return bytes;
  }

  private byte[] inflate(byte[] compressed, int limit) throws WebSocketException {
    Block whole = inflater.inflate(ByteBuffer.wrap(compressed), limit);
    byte[] bytes = new byte[whole.bytes().remaining()];
    whole.bytes().get(bytes);
    whole.release();
    return bytes;
  }

  private byte[] deflate(int windowBits, ByteBuffer head, ByteBuffer tail) {
    Block block = new MessageDeflater(zlib, pool, windowBits).deflate(head, tail);
    byte[] bytes = new byte[block.bytes().remaining()];
    block.bytes().get(bytes);
    block.release();
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 12, 14, 15})
  void aMessageInTwoPartsComesBackWhole(int windowBits) throws Exception {
    for (int size : new int[] {1024, 4096, 65_536, 65_537, 300_000, 3_000_001}) {
      byte[] content = text(size);
      int cut = Math.min(700, size / 3);
      ByteBuffer head = ByteBuffer.wrap(content, 0, cut);
      ByteBuffer tail = ByteBuffer.allocateDirect(size).put(content, cut, size - cut).flip();
      byte[] compressed = deflate(windowBits, head, tail);
      assertTrue(compressed.length < size * 3 / 4, size + " became " + compressed.length);
      assertArrayEquals(content, inflate(compressed, LIMIT));
      assertEquals(cut, head.remaining());
      assertEquals(size - cut, tail.remaining());
    }
  }

  @Test
  void noReferenceReachesBehindTheWindowAskedFor() {
    // random bytes, and again: all that can be saved is the repetition, 2000 bytes back
    byte[] once = new byte[2000];
    new Random(1).nextBytes(once);
    ByteBuffer twice = ByteBuffer.allocate(4000).put(once).put(once).flip();
    assertEquals(2100, deflate(12, twice, NOTHING).length, 100);
    assertNull(new MessageDeflater(zlib, pool, 10).deflate(twice, NOTHING));
  }

  @Test
  void whatDoesNotGetSmallerIsSentAsItIs() {
    MessageDeflater deflater = new MessageDeflater(zlib, pool, 15);
    byte[] random = new byte[1 << 20];
    new Random(5).nextBytes(random);
    assertNull(deflater.deflate(ByteBuffer.wrap(random), NOTHING));
    assertNull(deflater.deflate(ByteBuffer.wrap(random, 0, 2000), NOTHING));
    assertNull(deflater.deflate(ByteBuffer.wrap(text(1023)), NOTHING));
    assertNull(deflater.deflate(NOTHING, NOTHING));
  }

  @Test
  void withoutMemoryAMessageIsSentAsItIs() {
    BufferPool poor = new BufferPool(10_000, 0);
    ByteBuffer large = ByteBuffer.wrap(text(100_000));
    assertNull(new MessageDeflater(zlib, poor, 15).deflate(large, NOTHING));
    assertEquals(0, poor.lentBytes());
  }

  /** A message that a peer made with a deflater of its own. */
  static byte[] compressed(byte[] content, int level) {
    Deflater deflater = new Deflater(level, true);
    deflater.setInput(content);
    byte[] out = new byte[content.length + content.length / 100 + 100];
    int size = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
    deflater.end();
    return Arrays.copyOf(out, size - 4);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 6, 9})
  void messagesOfOtherDeflatersAreRead(int level) throws Exception {
    for (int size : new int[] {0, 1, 4095, 4096, 4097, 8192, 8193, 1_000_000}) {
      byte[] content = text(size);
      assertArrayEquals(content, inflate(compressed(content, level), LIMIT));
    }
  }

  @Test
  void theExamplesOfTheRfcAreRead() throws Exception {
    byte[] hello = {'H', 'e', 'l', 'l', 'o'};
    // RFC 7692 section 7.2.3: one block, no compression, a final block and padding
    assertArrayEquals(hello, inflate(bytes("f2 48 cd c9 c9 07 00"), 100));
    assertArrayEquals(hello, inflate(bytes("00 05 00 fa ff 48 65 6c 6c 6f 00"), 100));
    assertArrayEquals(hello, inflate(bytes("f3 48 cd c9 c9 07 00 00"), 100));
    assertArrayEquals(hello, inflate(bytes("f2 48 05 00 00 00 ff ff ca c9 c9 07 00"), 100));
    assertArrayEquals(new byte[0], inflate(bytes("00"), 0));
  }

  @Test
  void aMessageThatBecomesTooLargeEndsAtTheLimit() throws Exception {
    byte[] bomb = compressed(new byte[64 << 20], 9);
    assertTrue(bomb.length < 100_000);
    BufferPool tight = new BufferPool(10 << 20, 0);
    WebSocketException e =
        assertThrows(
            WebSocketException.class,
            () -> new MessageInflater(zlib, tight).inflate(ByteBuffer.wrap(bomb), 1 << 20));
    assertEquals(CloseCode.TOO_BIG, e.code());
    assertTrue(e.getMessage().contains("limit of 1048576 bytes"), e.getMessage());
    assertEquals(0, tight.lentBytes());
    byte[] fits = compressed(new byte[1 << 20], 9);
    assertEquals(1 << 20, inflate(fits, 1 << 20).length);
    assertThrows(WebSocketException.class, () -> inflate(fits, (1 << 20) - 1));
  }

  @Test
  void withoutMemoryTheClientIsToldToTryLater() {
    MessageInflater poor = new MessageInflater(zlib, new BufferPool(10_000, 0));
    byte[] large = compressed(new byte[1 << 20], 6);
    WebSocketException e =
        assertThrows(WebSocketException.class, () -> poor.inflate(ByteBuffer.wrap(large), 2 << 20));
    assertEquals(CloseCode.TRY_AGAIN_LATER, e.code());
  }

  @Test
  void whatIsNoDeflateStreamIsBadData() {
    byte[] finalBlockAndMore = bytes("f3 48 cd c9 c9 07 00 00 00 00");
    byte[] badBlockType = {0x06, 0x01, 0x02};
    byte[] text = "no deflate stream at all".getBytes(StandardCharsets.UTF_8);
    for (byte[] bad : new byte[][] {finalBlockAndMore, badBlockType, text}) {
      WebSocketException e = assertThrows(WebSocketException.class, () -> inflate(bad, LIMIT));
      assertEquals(CloseCode.BAD_DATA, e.code(), e.getMessage());
    }
  }

  @Test
  void anyChangeOfAByteIsReadOrRefused() throws Exception {
    byte[] good = compressed(text(5000), 6);
    Random random = new Random(3);
    int refused = 0;
    for (int i = 0; i < 3000; i++) {
      byte[] bad = good.clone();
      bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        assertTrue(inflate(bad, 20_000).length <= 20_000);
      } catch (WebSocketException e) {
        refused++;
        assertTrue(e.code() == CloseCode.BAD_DATA || e.code() == CloseCode.TOO_BIG);
      }
    }
    assertTrue(refused > 100, refused + " refused");
    // whoever comes next gets a clean one
    assertArrayEquals(text(5000), inflate(good, LIMIT));
  }

  private static byte[] bytes(String hex) {
    String[] parts = hex.split(" ");
    byte[] bytes = new byte[parts.length];
    for (int i = 0; i < parts.length; i++) {
      bytes[i] = (byte) Integer.parseInt(parts[i], 16);
    }
    return bytes;
  }
}
