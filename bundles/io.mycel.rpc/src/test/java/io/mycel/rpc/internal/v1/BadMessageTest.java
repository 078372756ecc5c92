package io.mycel.rpc.internal.v1;

import static io.mycel.rpc.internal.v1.Two.list;
import static io.mycel.rpc.internal.v1.Two.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.v1.PluginFunction;
import io.mycel.api.rpc.v1.PluginGroup;
import io.mycel.api.rpc.v1.PluginListener;
import io.mycel.api.rpc.v1.PluginPeer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A core that meets a plugin which says nonsense. */
class BadMessageTest {
  private final RecordingPort port = new RecordingPort();
  private final RpcFunction echo = call -> call.args().get(0);
  private final PluginPeer core =
      PluginPeer.core(
          port,
          map(),
          map("_rintf", "api", "echo", echo),
          PluginListener.NONE,
          Runnable::run,
          new PluginRpc(Two.limits(100, 100)),
          new PluginGroup());

  @BeforeEach
  void start() {
    core.start();
    port.arrive(map("type", "initialized", "config", map(), "peer_id", "p1"));
    port.arrive(map("type", "interfaceSetAsRemote"));
    port.sent.clear();
  }

  private static Map<String, Object> half(int id) {
    return map("_rtype", "callback", "_rtarget_id", "p1", "_rvalue", id);
  }

  private static Map<String, Object> echo(Object arg) {
    return map(
        "type",
        "method",
        "target_id",
        "p1",
        "object_id",
        "api",
        "name",
        "echo",
        "args",
        list(arg),
        "promise",
        List.of(half(7), half(8)));
  }

  private static Object deep() {
    Object value = 1;
    for (int i = 0; i < 100_000; i++) {
      value = List.of(value);
    }
    return value;
  }

  private static Map<String, Object> with(String field, Object value) {
    Map<String, Object> message = echo(1);
    message.put(field, value);
    return message;
  }

  static Stream<Arguments> answered() {
    ByteBuffer three = ByteBuffer.allocate(3);
    return Stream.of(
        Arguments.of(echo(deep()), "value nested deeper than 20 levels"),
        Arguments.of(with("name", "nothing"), "TypeError: nothing is not a function"),
        Arguments.of(with("name", null), "method: 'name' must be a text, but is missing"),
        Arguments.of(with("object_id", 5), "method: 'object_id' must be a text, not a Integer"),
        Arguments.of(
            with("object_id", "gone"),
            "TypeError: Cannot read properties of undefined (reading 'echo')"),
        Arguments.of(with("args", "x"), "method: 'args' must be a list, not a String"),
        Arguments.of(with("with_kwargs", true), "with_kwargs: the last argument must be a map"),
        Arguments.of(
            echo(
                map("_rtype", "ndarray", "_rvalue", three, "_rshape", list(2), "_rdtype", "int16")),
            "ndarray of shape [2] and dtype int16 needs 4 bytes, but has 3"),
        Arguments.of(
            echo(
                map("_rtype", "ndarray", "_rvalue", three, "_rshape", list(-3), "_rdtype", "int8")),
            "ndarray: '_rshape' must be a list of lengths, but has -3"),
        Arguments.of(
            echo(map("_rtype", "ndarray", "_rvalue", three, "_rdtype", "int8")),
            "ndarray: '_rshape' must be a list, but is missing"),
        Arguments.of(
            echo(map("_rtype", "typedarray", "_rvalue", "x", "_rdtype", "int8")),
            "typedarray: '_rvalue' must be bytes or a list of bytes"),
        Arguments.of(
            echo(map("_rtype", "memoryview", "_rvalue", list(list(three)))),
            "memoryview: '_rvalue' must be bytes or a list of bytes"),
        Arguments.of(
            echo(map("_rtype", "set", "_rvalue", 1)),
            "set: '_rvalue' must be a list, not a Integer"),
        Arguments.of(
            echo(map("_rtype", "orderedmap", "_rvalue", list(list(1)))),
            "orderedmap: '_rvalue' must be a list of [key, value]"),
        Arguments.of(
            echo(map("_rtype", "callback", "_rvalue", -1)),
            "callback: '_rvalue' must be a number from 0, not a Integer"),
        Arguments.of(
            echo(map("_rtype", "interface", "_rvalue", "f")),
            "interface: '_rintf' must be a text, but is missing"),
        Arguments.of(
            map("type", "callback", "id", 99, "args", list(), "promise", List.of(half(7), half(8))),
            "Callback function can only be called once. To call it several times, pass it in an"
                + " object with _rintf: true, or export it."));
  }

  @ParameterizedTest
  @MethodSource("answered")
  void badCallIsRejectedWithItsReason(Map<String, Object> message, String reason) {
    port.arrive(message);
    assertEquals(
        map(
            "type",
            "callback",
            "target_id",
            "p1",
            "id",
            8,
            "args",
            list(map("_rtype", "error", "_rvalue", reason)),
            "with_kwargs",
            false,
            "peer_id",
            "p1"),
        port.sent.remove());
    stillWorks();
  }

  static Stream<Map<String, Object>> ignored() {
    return Stream.of(
        map(),
        map("type", null),
        map("type", 5),
        map("type", "nonsense"),
        map("type", "initialize"),
        map("type", "execute", "code", 5),
        map("type", "executed"),
        map("type", "disposed"),
        map("type", "interfaceSetAsRemote"),
        map("type", "callback"),
        map("type", "callback", "id", "x"),
        map("type", "callback", "id", 1e99),
        map("type", "callback", "id", 99),
        map("type", "setInterface"),
        map("type", "setInterface", "api", list(1)),
        map("type", "setInterface", "api", deep()),
        map("type", "initialized", "config", "x", "peer_id", "p1"),
        with("promise", "x"),
        with("promise", list()),
        with("promise", list(1, 2)),
        with("promise", list(half(1), map("_rtype", "callback", "_rvalue", "x"))));
  }

  @ParameterizedTest
  @MethodSource("ignored")
  void messageThatNobodyWaitsForHarmsNothing(Map<String, Object> message) {
    port.arrive(message);
    port.sent.removeIf(sent -> "executed".equals(sent.get("type")));
    assertTrue(port.sent.isEmpty(), () -> "said " + port.sent);
    stillWorks();
  }

  private void stillWorks() {
    assertTrue(port.isOpen());
    port.arrive(echo("fine"));
    Map<String, Object> answer = port.sent.remove();
    assertEquals(7, answer.get("id"));
    assertEquals(List.of("fine"), answer.get("args"));
  }

  @Test
  void answerThatCannotBeReadFailsTheCall() {
    CompletableFuture<Object> call =
        new PluginFunction(core, "p1", new PluginFunction.Method("o", "f")).call();
    Map<?, ?> resolve = (Map<?, ?>) ((List<?>) port.sent.remove().get("promise")).get(0);
    port.arrive(
        map(
            "type",
            "callback",
            "id",
            resolve.get("_rvalue"),
            "args",
            list(map("_rtype", "set", "_rvalue", 1))));
    assertEquals("set: '_rvalue' must be a list, not a Integer", Two.failure(call).getMessage());
    stillWorks();
  }

  @Test
  void secondAnswerIsIgnored() {
    CompletableFuture<Object> call =
        new PluginFunction(core, "p1", new PluginFunction.Method("o", "f")).call();
    List<?> promise = (List<?>) port.sent.remove().get("promise");
    for (int half : new int[] {0, 1, 0}) {
      Object id = ((Map<?, ?>) promise.get(half)).get("_rvalue");
      port.arrive(map("type", "callback", "id", id, "args", list(half)));
    }
    assertEquals(0, call.join());
    stillWorks();
  }

  @Test
  void plainValueMayRejectACall() {
    CompletableFuture<Object> call =
        new PluginFunction(core, "p1", new PluginFunction.Method("o", "f")).call();
    Object reject =
        ((Map<?, ?>) ((List<?>) port.sent.remove().get("promise")).get(1)).get("_rvalue");
    port.arrive(map("type", "callback", "id", reject, "args", list("just a text")));
    assertEquals("just a text", Two.failure(call).getMessage());
  }

  @Test
  void fullPortFailsACallAtOnceAndEndsAConversationThatLostAnAnswer() {
    port.fullAfter(0);
    CompletableFuture<Object> call =
        new PluginFunction(core, "p1", new PluginFunction.Method("o", "f")).call();
    assertEquals(
        "Peer p1 does not keep up: its queue of messages is full", Two.failure(call).getMessage());
    assertTrue(port.isOpen());
    assertEquals(0, core.conversation().callbacks().size());
    assertNull(port.closed());
    port.arrive(echo(1));
    assertFalse(port.isOpen());
    assertEquals("Peer p1 does not keep up: its queue of messages is full", port.closed());
  }
}
