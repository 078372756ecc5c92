package io.mycel.js.internal.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.js.engine.JsFiles;
import io.mycel.js.engine.JsSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A plugin over a limit is stopped with the limit's name; one below it is not. */
class LimitsTest {
  private final JsWorkers workers = Plugin.workers();

  @AfterEach
  void stop() {
    workers.close();
  }

  private Plugin plugin(TestLimits limits) {
    return new Plugin(workers, "limited", limits.make(), JsFiles.NONE);
  }

  private static void expectFailure(Plugin plugin, String script, String reason) throws Exception {
    plugin.worker.run(JsSource.of("limits.js", script));
    assertEquals(reason, plugin.failure.get(60, TimeUnit.SECONDS));
    assertEquals(JsWorker.State.FAILED, plugin.worker.state());
    plugin.worker.thread().join(TimeUnit.SECONDS.toMillis(60));
    assertFalse(plugin.worker.thread().isAlive());
  }

  @Test
  void timers() throws Exception {
    Plugin plugin = plugin(new TestLimits().timers(5));
    plugin.run("for (let i = 0; i < 5; i++) setTimeout(() => {}, 1e6)");
    assertEquals(JsWorker.State.RUNNING, plugin.worker.state());
    expectFailure(plugin, "setInterval(() => {}, 1e6)", "timers: more than 5 wait");
  }

  @Test
  void pendingPromises() throws Exception {
    Plugin plugin = plugin(new TestLimits().pendingPromises(5));
    RpcFunction never = call -> new CompletableFuture<>();
    Plugin.get(plugin.worker.define("api", Map.of("never", never)));
    plugin.run("for (let i = 0; i < 5; i++) api.never()");
    expectFailure(plugin, "api.never()", "pending promises: more than 5 wait");
  }

  @Test
  void statements() throws Exception {
    Plugin plugin = plugin(new TestLimits().statements(100_000));
    for (int i = 0; i < 5; i++) {
      plugin.run("for (let i = 0; i < 20000; i++) { globalThis.x = i }"); // each task anew
    }
    expectFailure(plugin, "for (;;) { globalThis.x = 1 }", "statements: more than 100000");
  }

  @Test
  void processorTimeOfAMinute() throws Exception {
    Plugin plugin = plugin(new TestLimits().cpuCallMillis(60_000).cpuMinuteMillis(500));
    expectFailure(
        plugin,
        "setInterval(() => { let s = 0; for (let i = 0; i < 1e5; i++) s += i }, 1)",
        "processor time of a minute: more than 500 ms");
  }

  @Test
  void waitingCallsAreRejectedAndHarmNobody() {
    Plugin plugin = plugin(new TestLimits().waitingCalls(5));
    plugin.run(
        "globalThis.wait = () => new Promise((done) => { globalThis.done = done });"
            + " globalThis.now = () => 'now'");
    ScriptFunction wait = Plugin.get(plugin.worker.function("wait"));
    ScriptFunction now = Plugin.get(plugin.worker.function("now"));
    List<CompletableFuture<Object>> waiting = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      waiting.add(wait.call(List.of()));
    }
    RpcException e = assertThrows(RpcException.class, () -> Plugin.get(now.call(List.of())));
    assertEquals("limited is busy: 5 calls wait for it; try again later", e.getMessage());
    assertEquals(JsWorker.State.RUNNING, plugin.worker.state());
  }

  @Test
  void longMessagesAreRefusedBothWays() {
    Plugin plugin = plugin(new TestLimits().messageBytes(1000));
    RpcException in =
        assertThrows(RpcException.class, () -> plugin.eval("return 1", "x".repeat(2000)));
    assertEquals("the message is longer than 1000 bytes, which is the limit", in.getMessage());
    for (String expression :
        new String[] {"'x'.repeat(2000)", "['x'.repeat(2000)]", "new Uint8Array(2000)"}) {
      RpcException out =
          assertThrows(RpcException.class, () -> plugin.eval("return " + expression));
      assertEquals(
          "the plugin's message is longer than 1000 bytes, which is the limit", out.getMessage());
    }
    assertEquals(2, plugin.eval("return 1 + 1"));
  }

  @Test
  void failuresOfTheServerTellNothingOfIt() {
    Plugin plugin = plugin(new TestLimits());
    RpcFunction secret =
        call -> {
          throw new IllegalStateException("/home/secret/path in io.mycel.Secret");
        };
    RpcFunction meant =
        call -> {
          throw new RpcException(RpcException.Kind.REMOTE, "this is for you");
        };
    Plugin.get(plugin.worker.define("api", Map.of("secret", secret, "meant", meant)));
    String tell =
        "const told = (e) => [String(e), e.stack, typeof e.getClass, Object.keys(e).join()].join('|');"
            + " return api[args[0]]().then(() => 'no error', told)";
    String of = (String) plugin.eval(tell, "secret");
    assertTrue(of.startsWith("Error: internal error of the server|"), of);
    assertFalse(of.contains("secret/path") || of.contains("io.mycel"), of);
    assertTrue(((String) plugin.eval(tell, "meant")).startsWith("Error: this is for you|"));
  }

  @Test
  void whatIsChangedInOnePluginIsNotInAnother() {
    Plugin one = plugin(new TestLimits());
    Plugin other = plugin(new TestLimits());
    one.run(
        "Object.prototype.polluted = 1; Array.prototype.push = null; JSON.parse = null; Promise.prototype.then = null; globalThis.leak = 1");
    assertEquals(
        List.of("undefined", "function", "undefined"),
        other.eval("return [typeof ({}).polluted, typeof [].push, typeof leak]"));
  }

  @Test
  void aLoopIsStoppedFromOutside() throws Exception {
    Plugin plugin = plugin(new TestLimits());
    CompletableFuture<Void> run = plugin.worker.run(JsSource.of("loop.js", "for (;;) {}"));
    plugin.worker.stop();
    plugin.worker.thread().join(TimeUnit.SECONDS.toMillis(60));
    assertFalse(plugin.worker.thread().isAlive());
    RpcException e = assertThrows(RpcException.class, () -> Plugin.get(run));
    assertEquals("the plugin limited is stopped", e.getMessage());
  }
}
