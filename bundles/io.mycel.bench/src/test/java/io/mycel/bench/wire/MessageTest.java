package io.mycel.bench.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class MessageTest {
  private final Message message = new Message();

  private void read(MsgpackWriter w) {
    ByteBuffer b = w.payload();
    message.read(b, b.position(), b.limit());
  }

  @Test
  void partsOfACallAreFoundInBothMaps() {
    MsgpackWriter w = new MsgpackWriter(64);
    w.map(5).entry("type", "method").entry("from", "ws/a").entry("to", "ws/b");
    w.entry("method", "services.echo.echo").entry("session", "s1");
    w.map(3).string("args").array(2).string("one").integer(2);
    w.entry("with_kwargs", true).entry("promise", "*");
    read(w);
    ByteBuffer b = message.buffer();
    assertTrue(message.isCall());
    assertEquals("ws/a", message.from());
    assertEquals("services.echo.echo", Msgpack.string(b, message.method()));
    assertEquals("s1", Msgpack.string(b, message.session()));
    assertEquals(2, Msgpack.integer(b, message.arg(1)));
    assertTrue(message.hasKwargs());
    assertThrows(MalformedException.class, () -> message.arg(2));
  }

  @Test
  void eventHasATypeAndDataAndNothingOfTheMessageBefore() {
    partsOfACallAreFoundInBothMaps();
    read(new MsgpackWriter(64).map(2).entry("type", "news").string("data").binary(0));
    assertFalse(message.isCall());
    assertEquals("news", message.type());
    assertEquals(0, Msgpack.bodySize(message.buffer(), message.data()));
    assertEquals(-1, message.session());
    assertFalse(message.hasKwargs());
  }

  @Test
  void messageWithoutTypeOrWithMoreBehindItsEndIsRefused() {
    assertThrows(
        MalformedException.class, () -> read(new MsgpackWriter(64).map(1).entry("from", "a")));
    assertThrows(
        MalformedException.class,
        () -> read(new MsgpackWriter(64).map(1).entry("type", "a").map(0).map(0)));
  }
}
