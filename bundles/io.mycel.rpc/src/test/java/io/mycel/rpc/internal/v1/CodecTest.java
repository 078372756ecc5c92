package io.mycel.rpc.internal.v1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.rpc.Codec;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.v1.CustomEncoding;
import io.mycel.api.rpc.v1.PluginFunction;
import io.mycel.api.rpc.v1.PluginLimits;
import io.mycel.api.rpc.v1.PluginListener;
import io.mycel.api.rpc.v1.PluginPeer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Own classes on the wire: by codecs, and by the api's own encoding. */
class CodecTest {

  /** A pet, as the documentation of ImJoy RPC has one. */
  record Cat(String name, String colour, double age) {}

  private static final Codec<Cat> CAT =
      new Codec<>(
          "cat",
          Cat.class,
          cat -> Map.of("name", cat.name(), "colour", cat.colour(), "age", cat.age()),
          map ->
              new Cat(
                  (String) map.get("name"), (String) map.get("colour"), (Double) map.get("age")));

  private final RpcFunction wash =
      call -> {
        Cat cat = (Cat) call.args().get(0);
        return new Cat(cat.name(), "clean", cat.age());
      };

  @Test
  void codecMakesTheSameObjectElsewhere() {
    Two two = new Two(Map.of("wash", wash), null);
    two.core.registerCodec(CAT);
    two.plugin.registerCodec(CAT);
    assertEquals(
        new Cat("Minka", "clean", 2.5),
        two.core("wash").call(new Cat("Minka", "grey", 2.5)).join());
  }

  @Test
  void encoderResultGetsTheNameOfTheCodecUnlessItHasAType() {
    RecordingPort port = new RecordingPort();
    PluginPeer plugin = started(port);
    plugin.registerCodec(CAT);
    call(plugin, new Cat("Minka", "grey", 2.5));
    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("_rtype", "cat");
    expected.putAll(Map.of("name", "Minka", "colour", "grey", "age", 2.5));
    assertEquals(List.of(expected), port.sent.removeLast().get("args"));

    plugin.registerCodec(
        new Codec<>(
            "set-cat", Cat.class, c -> Map.of("_rtype", "error", "_rvalue", "x"), m -> null));
    call(plugin, new Cat("Minka", "grey", 2.5));
    assertEquals(
        List.of(Map.of("_rtype", "error", "_rvalue", "x")), port.sent.removeLast().get("args"));
    assertEquals(1, plugin.conversation().codecs().size(), "one codec a class");
  }

  @Test
  void functionsInAnEncodedObjectNeedAnInterface() {
    Function<Integer, Integer> plusOne = x -> x + 1;
    record Machine(Function<Integer, Integer> run) {}
    RpcFunction use =
        call -> ((PluginFunction) ((Map<?, ?>) call.args().get(0)).get("run")).call(1);
    Two two = new Two(Map.of("use", use), null);
    two.plugin.registerCodec(
        new Codec<>(
            "machine", Machine.class, m -> Map.of("_rintf", true, "run", m.run()), m -> null));
    assertEquals(2, two.core("use").call(new Machine(plusOne)).join());
    two.plugin.registerCodec(
        new Codec<>("machine", Machine.class, m -> Map.of("run", m.run()), m -> null));
    assertEquals(
        "a function in an encoded value needs _rintf: true beside it",
        Two.failure(two.core("use").call(new Machine(plusOne))).getMessage());
  }

  /** The api of a plugin with an encoding of its own. */
  public static final class Shower {
    /** Knows cats only. */
    public Object _rpc_encode(Object value) {
      return value instanceof Cat cat
          ? Map.of("_ctype", "cat", "name", cat.name(), "colour", cat.colour(), "age", cat.age())
          : null;
    }

    /** Knows cats only. */
    public Object _rpc_decode(Map<String, Object> map) {
      return "cat".equals(map.get("_ctype"))
          ? new Cat((String) map.get("name"), (String) map.get("colour"), (Double) map.get("age"))
          : null;
    }

    /** A clean cat of the same name. */
    public Object wash(Cat cat) {
      return new Cat(cat.name(), "clean", cat.age());
    }
  }

  /** The same as functions of a map. */
  private static CustomEncoding sameAs(Shower shower) {
    return new CustomEncoding() {
      @Override
      public Optional<Object> encode(Object value) {
        return Optional.ofNullable(shower._rpc_encode(value));
      }

      @Override
      public Optional<Object> decode(Map<String, Object> map) {
        return Optional.ofNullable(shower._rpc_decode(map));
      }
    };
  }

  @Test
  void apiMayBringItsOwnEncoding() {
    Two two = new Two(Map.of(), new Shower());
    two.core.addEncoding(sameAs(new Shower()));
    PluginFunction washing = two.plugin("wash");
    assertEquals(
        new Cat("Minka", "clean", 2.5), washing.call(new Cat("Minka", "grey", 2.5)).join());
    assertTrue(
        two.core.conversation().currentApi().keySet().stream()
            .noneMatch(k -> k.startsWith("_rpc")));
  }

  @Test
  void ownEncodingTravelsWithItsTypeName() {
    RecordingPort port = new RecordingPort();
    PluginPeer plugin = started(port);
    plugin.export(new Shower());
    call(plugin, new Cat("Minka", "grey", 2.5));
    assertEquals(
        List.of(
            Map.of(
                "_rtype",
                "custom",
                "_rvalue",
                Map.of("_ctype", "cat", "name", "Minka", "colour", "grey", "age", 2.5))),
        port.sent.removeLast().get("args"));
    call(plugin, Map.of("_ctype", "dog", "name", "Rex"));
    assertEquals(
        List.of(Map.of("_ctype", "dog", "name", "Rex")), port.sent.removeLast().get("args"));
  }

  @Test
  void ownDecodingMayLeaveTheRestToTheBuiltInOne() {
    RpcFunction decode =
        call ->
            ((Map<?, ?>) call.args().get(0)).get("packed") instanceof List<?> items
                ? Map.of("_rtype", "set", "_rvalue", items)
                : null;
    RpcFunction echo = call -> String.valueOf(call.args().get(0).getClass().getSimpleName());
    Two two = new Two(Map.of(), Map.of("_rpc_decode", decode, "kind", echo));
    PluginFunction kind = two.plugin("kind");
    assertEquals(
        "LinkedHashSet", kind.call(Map.of("_ctype", "packed", "packed", List.of(1))).join());
    assertEquals("LinkedHashMap", kind.call(Map.of("_ctype", "other")).join());
  }

  @Test
  void encodingThatFailsIsAClearError() {
    RpcFunction fail =
        call -> {
          throw new IllegalStateException("no colour");
        };
    RpcFunction late = call -> new CompletableFuture<>();
    for (Map.Entry<RpcFunction, String> bad :
        Map.of(
                fail,
                "_rpc_encode failed: no colour",
                late,
                "_rpc_encode must give its result at once, not a future")
            .entrySet()) {
      Two two = new Two(Map.of("wash", wash), Map.of("_rpc_encode", bad.getKey()));
      RpcException failure = Two.failure(two.core("wash").call(List.of()));
      assertEquals(RpcException.Kind.DATA, failure.kind());
      assertEquals(bad.getValue(), failure.getMessage());
    }
  }

  private static PluginPeer started(RecordingPort port) {
    PluginPeer plugin =
        PluginPeer.plugin(
            port,
            "p1",
            Map.of(),
            PluginListener.NONE,
            Runnable::run,
            new PluginRpc(PluginLimits.defaults()));
    plugin.start();
    return plugin;
  }

  private static void call(PluginPeer plugin, Object arg) {
    new PluginFunction(plugin, "p1", new PluginFunction.Method("api", "f")).call(arg);
  }
}
