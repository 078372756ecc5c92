package io.mycel.rpc.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.rpc.Extension;
import io.mycel.api.rpc.RpcException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

class MsgpackTest {
  private static final int DEPTH = 128;

  private static byte[] write(Object tree) {
    ByteBuffer joined = MsgpackWriter.gather(tree, DEPTH).join();
    byte[] bytes = new byte[joined.remaining()];
    joined.get(bytes);
    return bytes;
  }

  private static Object read(byte... bytes) {
    return new MsgpackReader(ByteBuffer.wrap(bytes), DEPTH, 4_000_000).readAll();
  }

  private static String refusal(byte... bytes) {
    RpcException refused = assertThrows(RpcException.class, () -> read(bytes));
    assertEquals(RpcException.Kind.DATA, refused.kind());
    return refused.getMessage();
  }

  @Test
  void scalarsAreWrittenAsTheReferencePackerWritesThem() throws IOException {
    List<Long> integers = new ArrayList<>();
    for (int bit = 0; bit < 64; bit++) {
      for (long offset = -1; offset <= 1; offset++) {
        integers.add((1L << bit) + offset);
        integers.add(-(1L << bit) + offset);
      }
    }
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      for (long value : integers) {
        packer.packLong(value);
      }
      for (int length : new int[] {0, 1, 31, 32, 255, 256, 65535, 65536}) {
        packer.packString("ä" + "x".repeat(length));
        packer.packBinaryHeader(length).writePayload(new byte[length]);
      }
      packer.packDouble(Double.NaN).packDouble(-0.0).packFloat(1.5f).packNil().packBoolean(true);
      packer.packBigInteger(BigInteger.TWO.pow(64).subtract(BigInteger.ONE));
      byte[] reference = packer.toByteArray();

      MsgpackReader reader = new MsgpackReader(ByteBuffer.wrap(reference), DEPTH, 1000);
      List<ByteBuffer> written = new ArrayList<>();
      while (!reader.atEnd()) {
        written.add(ByteBuffer.wrap(write(reader.read())));
      }
      ByteBuffer joined = Gather.of(written).join();
      assertEquals(ByteBuffer.wrap(reference), joined);
      assertEquals(
          integers.get(17),
          read(Arrays.copyOf(written.get(17).array(), written.get(17).remaining())));
    }
  }

  @Test
  void containersOfEverySizeComeBack() {
    for (int size : new int[] {0, 1, 15, 16, 65535, 65536}) {
      List<Object> list = new ArrayList<>(Collections.nCopies(size, 1L));
      assertEquals(list, read(write(list)));
      Map<Object, Object> map = new LinkedHashMap<>();
      for (int i = 0; i < size; i++) {
        map.put("k" + i, (long) i);
      }
      assertEquals(map, read(write(map)));
    }
  }

  @Test
  void timestampsComeInThreeForms() {
    assertEquals(Instant.ofEpochSecond(1), read(bytes(0xd6, 0xff, 0, 0, 0, 1)));
    Instant millis = Instant.ofEpochSecond(1_700_000_000L, 123_000_000);
    Instant old = Instant.parse("1900-01-02T03:04:05.000000006Z");
    assertEquals(10, write(millis).length);
    assertEquals(15, write(old).length);
    for (Instant instant :
        List.of(millis, old, Instant.EPOCH, Instant.ofEpochSecond(0xffffffffL))) {
      assertEquals(instant, read(write(instant)));
    }
    assertTrue(refusal(bytes(0xc7, 3, 0xff, 0, 0, 0)).contains("timestamp of 3 bytes"));
    assertTrue(
        refusal(bytes(0xd7, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0)).contains("nanoseconds"));
    byte[] far = new byte[15];
    far[0] = (byte) 0xc7;
    far[1] = 12;
    far[2] = (byte) 0xff;
    Arrays.fill(far, 7, 15, (byte) 0x7f);
    assertTrue(refusal(far).contains("out of range"));
  }

  @Test
  void unknownExtensionsPassThrough() {
    for (int length : new int[] {0, 1, 2, 3, 4, 8, 16, 17, 256, 65536}) {
      Extension extension = new Extension((byte) 5, ByteBuffer.allocate(length));
      assertEquals(extension, read(write(extension)));
    }
  }

  @Test
  void byteStringsAreViewsOfTheFrame() {
    byte[] frame = write(List.of(ByteBuffer.wrap(new byte[] {1, 2, 3})));
    MsgpackReader reader = new MsgpackReader(ByteBuffer.wrap(frame), DEPTH, 10);
    ByteBuffer view = (ByteBuffer) ((List<?>) reader.readAll()).get(0);
    assertTrue(reader.viewed());
    assertTrue(view.isReadOnly());
    frame[frame.length - 1] = 9;
    assertEquals(9, view.get(2));
  }

  @Test
  void longByteStringsAreWrittenWithoutACopy() {
    byte[] payload = new byte[100_000];
    Gather gather = MsgpackWriter.gather(List.of("a", ByteBuffer.wrap(payload), "b"), DEPTH);
    assertEquals(3, gather.parts().size());
    payload[5] = 7;
    assertEquals(7, gather.parts().get(1).get(5));
    assertEquals(
        List.of("a", ByteBuffer.wrap(payload), "b"), read(write(List.of("a", payload, "b"))));
  }

  @Test
  void directBuffersAreReadLikeArrays() {
    byte[] frame = write(Map.of("key", List.of("text", 1L, 2.5)));
    ByteBuffer direct = ByteBuffer.allocateDirect(frame.length).put(frame).flip();
    assertEquals(read(frame), new MsgpackReader(direct, DEPTH, 100).readAll());
  }

  @Test
  void aDeclaredLengthIsCheckedBeforeAnythingIsAllocated() {
    for (int code : new int[] {0xc6, 0xdb, 0xdd, 0xdf, 0xc9}) {
      String refused = refusal(bytes(code, 0xff, 0xff, 0xff, 0xff));
      assertTrue(refused.matches(".*: [48]\\d{9} bytes are announced.*"), refused);
    }
  }

  @Test
  void nestingHasALimit() {
    byte[] deep = new byte[200];
    Arrays.fill(deep, (byte) 0x91);
    deep[199] = 1;
    assertTrue(refusal(deep).contains("nested deeper than 128"));
    byte[] allowed = Arrays.copyOfRange(deep, 72, 200);
    assertEquals(
        1, ((List<?>) new MsgpackReader(ByteBuffer.wrap(allowed), DEPTH, 1000).readAll()).size());
    List<Object> itself = new ArrayList<>();
    itself.add(itself);
    assertThrows(RpcException.class, () -> write(itself));
  }

  @Test
  void theNumberOfValuesHasALimit() {
    byte[] many = write(Collections.nCopies(100, List.of()));
    RpcException refused =
        assertThrows(
            RpcException.class, () -> new MsgpackReader(ByteBuffer.wrap(many), DEPTH, 100).read());
    assertTrue(refused.getMessage().contains("more values"));
    assertEquals(
        100, ((List<?>) new MsgpackReader(ByteBuffer.wrap(many), DEPTH, 300).read()).size());
  }

  @Test
  void oddBytesAreRefused() {
    assertTrue(refusal().contains("0 are left"));
    assertTrue(refusal(bytes(0xc1)).contains("no msgpack type"));
    assertTrue(refusal(bytes(1, 2)).contains("follow the end"));
    assertTrue(refusal(bytes(0x81, 0x90, 1)).contains("map key"));
    assertTrue(refusal(bytes(0x81, 0xc0, 1)).contains("map key"));
    RpcException big = assertThrows(RpcException.class, () -> write(BigInteger.TWO.pow(64)));
    assertTrue(big.getMessage().contains("65 bits"));
    assertThrows(RpcException.class, () -> write(new Object()));
  }

  @Test
  void everyPrefixOfAFrameIsRefused() {
    byte[] frame =
        write(
            Map.of("a", List.of(1L, "text", 2.5, new byte[300]), "b", Instant.ofEpochSecond(1, 5)));
    for (int length = 0; length < frame.length; length++) {
      byte[] prefix = Arrays.copyOf(frame, length);
      assertEquals(
          RpcException.Kind.DATA, assertThrows(RpcException.class, () -> read(prefix)).kind());
    }
  }

  @Test
  void randomBytesAreReadOrRefusedAndWhatIsReadComesBack() {
    Random random = new Random(4711);
    int understood = 0;
    for (int round = 0; round < 200_000; round++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      Object value;
      try {
        value = read(bytes);
      } catch (RpcException e) {
        assertEquals(RpcException.Kind.DATA, e.kind());
        continue;
      }
      understood++;
      assertArrayEquals(write(value), write(read(write(value))));
    }
    assertTrue(understood > 1000, "only " + understood + " of the random frames were valid");
  }

  @Test
  void mutatedFramesAreReadOrRefused() {
    byte[] frame = write(Map.of("args", List.of(1L, "text", 2.5, Map.of("k", new byte[9]))));
    Random random = new Random(815);
    for (int round = 0; round < 100_000; round++) {
      byte[] mutated = frame.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
      }
      try {
        read(mutated);
      } catch (RpcException e) {
        assertEquals(RpcException.Kind.DATA, e.kind());
      }
    }
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
