package io.mycel.js.internal.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.plugin.Isolation;
import io.mycel.api.plugin.RunningPlugin;
import io.mycel.api.rpc.NdArray;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ProcessPluginTest {
  private static TestRuntime runtime;

  @BeforeAll
  static void open() {
    runtime = TestRuntime.of(Map.of("exportTimeoutMillis", 2000, "processBackOffMillis", 10));
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  private static TestContext of(String script) {
    TestContext context = TestContext.of(script);
    context.isolation = Isolation.PROCESS;
    return context;
  }

  private static ProcessHandle process(RunningPlugin plugin) {
    return ProcessHandle.of(plugin.usage().processId()).orElseThrow();
  }

  @Test
  void itLooksTheSameFromOutside() {
    TestContext context =
        of(
            """

            class Plugin {
              async setup() { api.log('set up in', api.config.name) }
              add(a, b) { return a + b }
              echo(x) { return x }
              async sum(f) { return (await f(1)) + (await f(2)) }
              adder(a) { return (b) => a + b }
              async total(items) { let t = 0; for await (const item of items) t += item; return t }
              async* count(n) { for (let i = 0; i < n; i++) yield i }
              async remember(v) { await api.setConfig('v', v); return api.getConfig('v') }
              bad() {
                throw new RangeError('too far')
              }
            }
            api.export(new Plugin())
            """);
    RunningPlugin plugin = runtime.start(context);
    assertTrue(context.lines.contains("INFO set up in Test"), context.lines.toString());
    assertEquals(3, TestRuntime.call(plugin, "add", 1, 2));
    assertEquals(5, TestRuntime.call(plugin, "add", List.of(2), Map.of("b", 3)));
    NdArray array = NdArray.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    assertEquals(array, TestRuntime.call(plugin, "echo", array));
    Map<String, Object> tree = Map.of("$", List.of(1, 0.5, "a"), "b", true);
    assertEquals(tree, TestRuntime.call(plugin, "echo", tree));
    RpcFunction twice = call -> 2 * (Integer) call.args().get(0);
    assertEquals(6, TestRuntime.call(plugin, "sum", twice));
    RpcFunction adder = (RpcFunction) TestRuntime.call(plugin, "adder", 40);
    assertEquals(42, TestRuntime.call(adder, List.of(2), Map.of()));
    Iterator<?> items = (Iterator<?>) TestRuntime.call(plugin, "count", 3);
    assertEquals(0, items.next());
    assertEquals(1, items.next());
    assertEquals(2, items.next());
    assertFalse(items.hasNext());
    assertEquals(6, TestRuntime.call(plugin, "total", List.of(1, 2, 3).iterator()));
    assertEquals(List.of(7), TestRuntime.call(plugin, "remember", List.of(7)));
    RpcException e = assertThrows(RpcException.class, () -> TestRuntime.call(plugin, "bad"));
    assertEquals("RangeError: too far", e.getMessage());
    assertTrue(e.remoteTrace().contains("Test.imjoy.html:21:"), e.remoteTrace());
    ProcessHandle process = process(plugin);
    TestRuntime.get(plugin.stop());
    assertFalse(process.isAlive());
    RpcException gone =
        assertThrows(RpcException.class, () -> TestRuntime.call(plugin, "add", 1, 2));
    assertTrue(gone.getMessage().contains("is being stopped"), gone.getMessage());
  }

  @Test
  void itsEnvironmentIsEmptyAndNothingOfTheServerIsThere() {
    RunningPlugin plugin = runtime.start(of("api.export({})"));
    ProcessHandle process = process(plugin);
    String environment;
    try {
      environment =
          java.nio.file.Files.readString(
              java.nio.file.Path.of("/proc", Long.toString(process.pid()), "environ"));
    } catch (java.io.IOException e) {
      return; // only Linux tells
    }
    assertEquals("LC_ALL=C.UTF-8\0", environment);
  }

  @Test
  void aPluginWhoseProcessDiesIsStartedAgain() throws Exception {
    TestContext context =
        of("let n = 0; api.export({ count: () => ++n, wait: () => new Promise(() => {}) })");
    RunningPlugin plugin = runtime.start(context);
    assertEquals(1, TestRuntime.call(plugin, "count"));
    assertEquals(2, TestRuntime.call(plugin, "count"));
    ProcessHandle first = process(plugin);
    var waiting =
        ((java.util.concurrent.CompletionStage<?>)
                ((RpcFunction) plugin.members().get("wait"))
                    .call(new io.mycel.api.rpc.Call(List.of(), Map.of(), null)))
            .toCompletableFuture();
    first.destroyForcibly();
    RpcException e = assertThrows(RpcException.class, () -> TestRuntime.get(waiting));
    assertEquals(RpcException.Kind.PEER_GONE, e.kind());
    context.line("it is started again");
    assertEquals(1, TestRuntime.call(plugin, "count"));
    assertNotEquals(first.pid(), process(plugin).pid());
    TestRuntime.get(plugin.stop());
  }

  @Test
  void aPluginResumesInItsNextProcess() throws Exception {
    TestContext context =
        of(
            "let was; api.export({ setup() { was = 'set up' }, resume() { was = 'resumed' },"
                + " how: () => was })");
    RunningPlugin plugin = runtime.start(context);
    assertEquals("set up", TestRuntime.call(plugin, "how"));
    process(plugin).destroyForcibly();
    context.line("it is started again");
    assertEquals("resumed", TestRuntime.call(plugin, "how"));
    TestRuntime.get(plugin.stop());
  }

  @Test
  void aSpareProcessIsKeptOnlyWhileThereIsAPlugin() throws Exception {
    try (TestRuntime own = TestRuntime.of(Map.of())) {
      assertEquals(0, own.runtime.spareProcesses());
      TestContext context = of("api.export({})");
      RunningPlugin plugin = own.start(context);
      own.awaitSpare();
      long spare = own.runtime.spareProcesses();
      assertEquals(1, spare);
      TestRuntime.get(plugin.stop());
      assertEquals(0, own.runtime.spareProcesses());
    }
  }

  /** What no means within a JVM stops; see the README. */
  @Test
  void aLoopWithinTheEngineIsStopped() throws Exception {
    RunningPlugin ticking = runtime.start(of("let n = 0; api.export({ tick: () => ++n })"));
    TestContext context =
        of("api.export({ go: () => Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1) })");
    try (TestRuntime strict = TestRuntime.of(Map.of("cpuMinuteMillis", 3000))) {
      RunningPlugin plugin = strict.start(context);
      ProcessHandle process = process(plugin);
      assertEquals(1, TestRuntime.call(ticking, "tick"));
      assertThrows(RpcException.class, () -> TestRuntime.call(plugin, "go"));
      String cause = context.failed.get(60, TimeUnit.SECONDS);
      assertTrue(cause.contains("processor time"), cause);
      assertEquals(2, TestRuntime.call(ticking, "tick"));
      process.onExit().get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void growthEndsWithItsProcess() throws Exception {
    RunningPlugin ticking = runtime.start(of("let n = 0; api.export({ tick: () => ++n })"));
    TestContext context =
        of("api.export({ go() { const a = []; for (;;) a.push(new Array(1000).fill(1.5)) } })");
    RunningPlugin plugin = runtime.start(context);
    assertEquals(1, TestRuntime.call(ticking, "tick"));
    assertThrows(RpcException.class, () -> TestRuntime.call(plugin, "go"));
    String cause = context.failed.get(60, TimeUnit.SECONDS);
    assertTrue(cause.contains("memory"), cause);
    assertEquals(2, TestRuntime.call(ticking, "tick"));
  }
}
