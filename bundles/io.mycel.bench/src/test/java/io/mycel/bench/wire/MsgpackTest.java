package io.mycel.bench.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MsgpackTest {

  @Test
  void valuesComeBackAsWritten() {
    MsgpackWriter w = new MsgpackWriter(1);
    w.map(4).entry("name", "é".repeat(40)).entry("on", true).string("list").array(4);
    w.integer(127).integer(128).integer(-5).integer(1L << 40);
    w.string("rest").array(2).nil().real(2.5);
    ByteBuffer b = w.payload();
    Map<?, ?> map = (Map<?, ?>) Msgpack.value(b, b.position());
    assertEquals("é".repeat(40), map.get("name"));
    assertEquals(true, map.get("on"));
    assertEquals(List.of(127L, 128L, -5L, 1L << 40), map.get("list"));
    assertEquals(Arrays.asList(null, 2.5), map.get("rest"));
    assertEquals(b.limit(), Msgpack.skip(b, b.position()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 32, 255, 256, 65535, 65536, 300_000})
  void lengthsOfAllSizesAreWrittenAndRead(int length) {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    MsgpackWriter w = new MsgpackWriter(16);
    w.string("a".repeat(length)).binary(length).raw(bytes, 0, length);
    ByteBuffer b = w.payload();
    assertEquals(length, Msgpack.bodySize(b, b.position()));
    assertEquals("a".repeat(length), Msgpack.string(b, b.position()));
    int second = Msgpack.skip(b, b.position());
    assertEquals(length, Msgpack.bytes(b, second).length);
    assertEquals(b.limit(), Msgpack.skip(b, second));
  }

  @Test
  void manyEntriesAndElementsAreCounted() {
    MsgpackWriter w = new MsgpackWriter(16).array(20);
    for (int i = 0; i < 20; i++) {
      w.integer(i);
    }
    ByteBuffer b = w.payload();
    assertEquals(20, Msgpack.arraySize(b, b.position()));
    assertEquals(b.limit(), Msgpack.skip(b, b.position()));
  }

  @Test
  void textIsComparedWhereItLies() {
    ByteBuffer b = new MsgpackWriter(16).string("method").payload();
    assertTrue(Msgpack.is(b, b.position(), Message.ascii("method")));
    assertFalse(Msgpack.is(b, b.position(), Message.ascii("methos")));
    assertFalse(Msgpack.is(b, b.position(), Message.ascii("meth")));
  }

  @Test
  void valueThatIsCutOffIsRefused() {
    ByteBuffer whole = new MsgpackWriter(16).array(2).string("abc").binary(9).payload();
    assertThrows(MalformedException.class, () -> Msgpack.skip(whole, whole.position()));
    ByteBuffer half = whole.duplicate().limit(whole.position() + 2);
    assertThrows(MalformedException.class, () -> Msgpack.skip(half, half.position()));
  }

  @Test
  void otherTypesThanWantedAreRefused() {
    ByteBuffer b = new MsgpackWriter(16).string("a").payload();
    int at = b.position();
    assertThrows(MalformedException.class, () -> Msgpack.mapSize(b, at));
    assertThrows(MalformedException.class, () -> Msgpack.arraySize(b, at));
    assertThrows(MalformedException.class, () -> Msgpack.integer(b, at));
  }
}
