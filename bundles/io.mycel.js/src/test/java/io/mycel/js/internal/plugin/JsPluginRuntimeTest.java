package io.mycel.js.internal.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.plugin.PluginBlock;
import io.mycel.api.plugin.RunningPlugin;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class JsPluginRuntimeTest {
  private static TestRuntime runtime;

  @BeforeAll
  static void open() {
    runtime = TestRuntime.of(Map.of("exportTimeoutMillis", 500, "setupTimeoutMillis", 2000));
  }

  @AfterAll
  static void close() {
    runtime.close();
  }

  @Test
  void aClassIsExportedWithItsMethodsAndWithoutItsState() {
    TestContext context =
        TestContext.of(
            """

            class Base { twice(x) { return 2 * x } }
            class Plugin extends Base {
              constructor() { super(); this.state = new WeakMap(); this.label = 'l'; this.self = this }
              async setup() { this.ready = await Promise.resolve('yes'); api.log('set up') }
              run(ctx) { return { ...ctx, ready: this.ready } }
              _hidden() {}
              exit() {}
            }
            api.export(Plugin)
            """);
    RunningPlugin plugin = runtime.start(context);
    assertEquals(List.of("label", "ready", "run", "twice"), sorted(plugin));
    assertEquals(Map.of("a", 1, "ready", "yes"), TestRuntime.call(plugin, "run", Map.of("a", 1)));
    assertEquals(84, TestRuntime.call(plugin, "twice", 42));
    assertTrue(context.lines.contains("INFO set up"), context.lines.toString());
    TestRuntime.get(plugin.stop());
  }

  private static List<String> sorted(RunningPlugin plugin) {
    return plugin.members().keySet().stream().sorted().toList();
  }

  @Test
  void anObjectIsExportedWithWhatIsNestedInIt() {
    RunningPlugin plugin =
        runtime.start(
            TestContext.of(
                "api.export({ version: 3, list: [1, 'a'], math: { factor: 3, times(x) { return this.factor * x } } })"));
    assertEquals(3, plugin.members().get("version"));
    assertEquals(List.of(1, "a"), plugin.members().get("list"));
    RpcFunction times = (RpcFunction) ((Map<?, ?>) plugin.members().get("math")).get("times");
    assertEquals(21, TestRuntime.call(times, List.of(7), Map.of()));
  }

  @Test
  void namedArgumentsGoToTheParametersOfTheirNames() {
    RunningPlugin plugin =
        runtime.start(
            TestContext.of(
                "api.export({ hello(name, mark = '!') { return 'Hello ' + name + mark },"
                    + " arrow: async (a, b) => [a, b], whole: (config) => config,"
                    + " mixed: (x, config) => [x, config] })"));
    assertEquals(
        "Hello John!", TestRuntime.call(plugin, "hello", List.of(), Map.of("name", "John")));
    assertEquals("Hello A?", TestRuntime.call(plugin, "hello", List.of("A"), Map.of("mark", "?")));
    assertEquals(List.of(1, 2), TestRuntime.call(plugin, "arrow", List.of(1), Map.of("b", 2)));
    assertEquals(Map.of("z", 1), TestRuntime.call(plugin, "whole", List.of(), Map.of("z", 1)));
    assertEquals(
        List.of(1, Map.of("z", 2)), TestRuntime.call(plugin, "mixed", List.of(1), Map.of("z", 2)));
  }

  @Test
  void scriptsModulesLibrariesAndSourcesRunInTheirOrder() {
    TestContext context =
        new TestContext()
            .block(PluginBlock.Kind.SCRIPT, Map.of("src", "https://cdn.test/second.js"), "")
            .block(
                PluginBlock.Kind.SCRIPT,
                Map.of("lang", "javascript", "type", "module"),
                "\nimport { four } from 'https://cdn.test/lib/four.mjs'\nglobalThis.order.push(four)\n")
            .block(
                PluginBlock.Kind.SCRIPT,
                Map.of(),
                "\nimportScripts('https://cdn.test/fifth.js')\napi.export({ order: () => order })");
    context.requirements = List.of("https://cdn.test/first.js", "cache:https://cdn.test/none");
    context.web.put("https://cdn.test/first.js", "globalThis.order = ['first']");
    context.web.put("https://cdn.test/second.js", "order.push('second')");
    context.web.put("https://cdn.test/lib/four.mjs", "export { four } from './other.mjs'");
    context.web.put("https://cdn.test/lib/other.mjs", "export const four = 'fourth'");
    context.web.put("https://cdn.test/fifth.js", "order.push('fifth')");
    RunningPlugin plugin = runtime.start(context);
    assertEquals(List.of("first", "second", "fourth", "fifth"), TestRuntime.call(plugin, "order"));
  }

  @Test
  void whatItDoesNotRunIsNamedInItsLog() {
    TestContext context =
        TestContext.of("api.export({})")
            .block(PluginBlock.Kind.SCRIPT, Map.of("lang", "python"), "print(1)")
            .block(PluginBlock.Kind.WINDOW, Map.of(), "<p>");
    runtime.start(context);
    assertTrue(
        context.lines.toString().contains("line 110: a script in python is not run"),
        context.lines.toString());
    assertTrue(
        context.lines.toString().contains("line 210: a window is of no use"),
        context.lines.toString());
  }

  private static TestContext comingBack(String script) {
    TestContext context = TestContext.of(script);
    context.resumed = true;
    return context;
  }

  @Test
  void aPluginThatComesBackResumesInThePlaceOfItsSetup() {
    String script =
        "class P { async setup() { this.was = 'set up' } async resume() { this.was = 'resumed' }"
            + " how() { return this.was } }; api.export(new P())";
    RunningPlugin first = runtime.start(TestContext.of(script));
    assertEquals("set up", TestRuntime.call(first, "how"));
    RunningPlugin second = runtime.start(comingBack(script));
    assertEquals("resumed", TestRuntime.call(second, "how"));
    assertFalse(second.members().containsKey("resume"));
  }

  @Test
  void aPluginThatKnowsNoResumeIsSetUpEachTime() {
    RunningPlugin plugin =
        runtime.start(
            comingBack(
                "let was; api.export({ setup() { was = 'set up' }, how: () => was,"
                    + " resume: (film) => film })"));
    assertEquals("set up", TestRuntime.call(plugin, "how"));
    assertEquals("Metropolis", TestRuntime.call(plugin, "resume", "Metropolis"));
  }

  @Test
  void aResumeThatThrowsIsNamed() {
    String cause =
        runtime.failure(comingBack("\napi.export({ resume() { throw new Error('gone') } })"));
    assertEquals("resume failed: Test.imjoy.html:11:31: Error: gone", cause);
  }

  @Test
  void aStartThatNobodyWantsAnyMoreEnds() throws Exception {
    TestContext context =
        TestContext.of(
            "api.export({ setup() { api.log('begun'); return new Promise(() => {}) } })");
    try (TestRuntime patient = TestRuntime.of(Map.of())) {
      CompletableFuture<RunningPlugin> started =
          patient.runtime.start(context).toCompletableFuture();
      context.line("begun");
      context.cancelled.complete(null);
      ExecutionException e =
          assertThrows(ExecutionException.class, () -> started.get(30, TimeUnit.SECONDS));
      assertTrue(e.getCause().getMessage().contains("is stopped"), e.getCause().getMessage());
    }
  }

  @Test
  void anExportMayComeLate() {
    RunningPlugin plugin =
        runtime.start(TestContext.of("setTimeout(() => api.export({ one: () => 1 }), 20)"));
    assertEquals(1, TestRuntime.call(plugin, "one"));
  }

  @Test
  void requirementsThatAreNoScriptsAreRefused() {
    TestContext context = TestContext.of("api.export({})");
    context.requirements = List.of("pip:numpy");
    assertTrue(runtime.failure(context).startsWith("requirement 'pip:numpy'"));
    context.requirements = List.of("https://cdn.test/a.css");
    assertTrue(runtime.failure(context).contains("style sheet"));
  }

  @Test
  void anErrorOfACallCarriesItsPlace() {
    RunningPlugin plugin =
        runtime.start(
            TestContext.of("\napi.export({\n  bad() {\n    throw new TypeError('boom')\n  } })"));
    RpcException e = assertThrows(RpcException.class, () -> TestRuntime.call(plugin, "bad"));
    assertEquals("TypeError: boom", e.getMessage());
    assertTrue(e.remoteTrace().contains("Test.imjoy.html:13:"), e.remoteTrace());
  }
}
