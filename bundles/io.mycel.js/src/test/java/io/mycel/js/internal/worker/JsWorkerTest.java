package io.mycel.js.internal.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.rpc.NdArray;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JsWorkerTest {
  private static JsWorkers workers;
  private Plugin plugin;

  @BeforeAll
  static void open() {
    workers = Plugin.workers();
  }

  @AfterAll
  static void close() {
    workers.close();
  }

  @BeforeEach
  void start() {
    plugin = Plugin.of(workers);
  }

  @AfterEach
  void stop() {
    plugin.close();
  }

  @Test
  void plainValuesComeBackAsTheyWere() {
    List<Object> values =
        Arrays.asList(
            1,
            1L << 40,
            1.5,
            "text",
            "\u0000text",
            true,
            null,
            Double.NaN,
            Long.MAX_VALUE,
            List.of(List.of(), Map.of("a", List.of(1, 2)), Map.of("__proto__", 1)));
    assertEquals(values, plugin.eval("return args[0]", values));
  }

  @Test
  void functionsGoBothWays() {
    plugin.run("globalThis.twice = async (f, x) => (await f(x)) + (await f(x))");
    ScriptFunction twice = Plugin.get(plugin.worker.function("twice"));
    RpcFunction add = call -> ((Integer) call.args().get(0)) + 1;
    assertEquals(84, Plugin.get(twice.call(List.of(add, 41))));
  }

  @Test
  void methodsOfAClassKnowTheirObject() {
    plugin.run(
        "class P { constructor() { this.n = 41 } get() { return this.n + 1 } }; globalThis.make = () => new P()");
    Map<?, ?> made =
        (Map<?, ?>) Plugin.get(Plugin.get(plugin.worker.function("make")).call(List.of()));
    assertEquals(41, made.get("n"));
    assertEquals(42, Plugin.get(((ScriptFunction) made.get("get")).call(List.of())));
  }

  @Test
  void anArrayArrivesOverTheSameMemory() {
    ByteBuffer memory = ByteBuffer.allocateDirect(24).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    memory.putLong(0, 1L << 60).putLong(8, -2).putLong(16, 3);
    NdArray array = new NdArray("int64", new int[] {3, 1}, memory);
    assertEquals(
        List.of("ndarray", List.of(3, 1), "int64", "BigInt64Array", "1152921504606846976", "-2"),
        plugin.eval(
            "const a = args[0]; globalThis.kept = a; return [a._rtype, a._rshape, a._rdtype,"
                + " a._rvalue.constructor.name, String(a._rvalue[0]), String(a._rvalue[1])]",
            array));
    memory.putLong(8, 7);
    assertEquals("7", plugin.eval("return String(kept._rvalue[1])"));
    assertEquals(array, plugin.eval("return kept"));
  }

  @Test
  void errorsCarryTheLineOfTheFile() {
    RpcException e =
        assertThrows(
            RpcException.class,
            () -> plugin.run("\nfunction inner() { throw new TypeError('boom') }\ninner()"));
    assertEquals("TypeError: boom", e.getMessage());
    assertTrue(e.remoteTrace().contains("inner (Test.imjoy.html:11:"), e.remoteTrace());
    plugin.run("globalThis.later = async () => {\n  throw new Error('late') }");
    RpcException late =
        assertThrows(
            RpcException.class,
            () -> Plugin.get(Plugin.get(plugin.worker.function("later")).call(List.of())));
    assertEquals("Error: late", late.getMessage());
    assertTrue(late.remoteTrace().contains("Test.imjoy.html:11:"), late.remoteTrace());
  }

  @Test
  void promisesGoBothWays() {
    CompletableFuture<Object> given = new CompletableFuture<>();
    plugin.run("globalThis.wait = (box) => ({ later: box.promise.then((x) => x + '!') })");
    Map<?, ?> box =
        (Map<?, ?>)
            Plugin.get(
                Plugin.get(plugin.worker.function("wait")).call(List.of(Map.of("promise", given))));
    given.complete("done");
    assertEquals("done!", Plugin.get((CompletableFuture<?>) box.get("later")));
  }

  @Test
  void whatIsStoppedSaysSo() {
    ScriptFunction forever = function("() => new Promise(() => {})");
    CompletableFuture<Object> open = forever.call(List.of());
    plugin.worker.stop();
    RpcException e = assertThrows(RpcException.class, () -> Plugin.get(open));
    assertEquals(RpcException.Kind.PEER_GONE, e.kind());
    assertEquals("the plugin test is stopped", e.getMessage());
    assertThrows(RpcException.class, () -> Plugin.get(forever.call(List.of())));
  }

  @Test
  void timersAndMessagesAreThere() throws Exception {
    plugin.run(
        "self.onmessage = (e) => setTimeout((x) => postMessage([e.data, x, typeof self]), 1, 'x')");
    Plugin.get(plugin.worker.post(Map.of("a", 1)));
    assertEquals(List.of(Map.of("a", 1), "x", "object"), plugin.nextMessage());
  }

  @Test
  void apiOfJavaIsCalled() {
    RpcFunction alert = call -> "seen " + call.args().get(0);
    Plugin.get(plugin.worker.define("api", Map.of("alert", alert, "VERSION", "1")));
    assertEquals("seen it 1", plugin.eval("return (await api.alert('it')) + ' ' + api.VERSION"));
  }

  @Test
  void aValueThatContainsItselfIsRefusedBothWays() {
    List<Object> own = new ArrayList<>();
    own.add(own);
    RpcFunction give = call -> own;
    Plugin.get(plugin.worker.define("api", Map.of("give", give)));
    RpcException given = assertThrows(RpcException.class, () -> plugin.eval("return api.give()"));
    assertTrue(given.getMessage().contains("contain itself"), given.getMessage());
    ScriptFunction take = function("(value) => 1");
    RpcException taken =
        assertThrows(RpcException.class, () -> Plugin.get(take.call(List.of(own))));
    assertTrue(taken.getMessage().contains("contain itself"), taken.getMessage());
  }

  private ScriptFunction function(String code) {
    plugin.run("globalThis.f = " + code);
    return Plugin.get(plugin.worker.function("f"));
  }
}
