package io.mycel.js.internal.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.plugin.Isolation;
import io.mycel.api.plugin.RunningPlugin;
import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is wrong with a plugin is told in the same words wherever it runs. */
class BadInputTest {
  private static TestRuntime patient;
  private static TestRuntime hasty;

  @BeforeAll
  static void open() {
    patient = TestRuntime.of(Map.of());
    hasty = TestRuntime.of(Map.of("exportTimeoutMillis", 500, "setupTimeoutMillis", 2000));
  }

  @AfterAll
  static void close() {
    patient.close();
    hasty.close();
  }

  private static TestContext of(Isolation isolation, String script) {
    TestContext context = TestContext.of(script);
    context.isolation = isolation;
    return context;
  }

  private static String failure(TestRuntime runtime, Isolation isolation, String script) {
    return runtime.failure(of(isolation, script));
  }

  private static CompletableFuture<?> begin(RunningPlugin plugin, String name) throws Exception {
    RpcFunction function = (RpcFunction) plugin.members().get(name);
    return ((CompletionStage<?>) function.call(new Call(List.of(), Map.of(), null)))
        .toCompletableFuture();
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void aSyntaxErrorNamesFileLineAndColumn(Isolation isolation) {
    String cause = failure(patient, isolation, "\nconst a = 1;\n  let = = 2;\n");
    assertTrue(cause.contains("SyntaxError"), cause);
    assertTrue(cause.contains("Test.imjoy.html:12:8"), cause);
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void aScriptThatThrowsNamesItsPlace(Isolation isolation) {
    String cause = failure(patient, isolation, "\nfunction f() { nope() }\nf()");
    assertTrue(cause.startsWith("Test.imjoy.html:11:16: ReferenceError"), cause);
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void aSetupThatThrowsNamesItsPlace(Isolation isolation) {
    assertEquals(
        "setup failed: Test.imjoy.html:12:25: Error: no model",
        failure(
            patient,
            isolation,
            "\napi.export({\n  async setup() { throw new Error('no model') } })"));
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void aSetupThatNeverEndsIsGivenUp(Isolation isolation) {
    String cause =
        failure(hasty, isolation, "api.export({ setup() { return new Promise(() => {}) } })");
    assertTrue(cause.startsWith("setup has not ended within 2000 ms"), cause);
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void whoExportsNothingIsToldSo(Isolation isolation) {
    String cause = failure(hasty, isolation, "const a = 1");
    assertTrue(cause.startsWith("Test.imjoy.html exports nothing"), cause);
    TestContext passive = of(isolation, "globalThis.a = 1");
    passive.config = Map.of("passive", true);
    assertEquals(Map.of(), patient.start(passive).members());
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void anExportThatContainsItselfIsRefused(Isolation isolation) {
    String map = failure(patient, isolation, "const a = { f() {} }; a.a = a; api.export(a)");
    assertTrue(map.contains("its export cannot be offered"), map);
    assertTrue(map.contains("contains itself"), map);
    String list = failure(patient, isolation, "const l = []; l.push(l); api.export({ l })");
    assertTrue(list.contains("contains itself"), list);
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void aScriptThatCannotBeFetchedIsNamed(Isolation isolation) {
    TestContext context = of(isolation, "api.export({})");
    context.requirements = List.of("https://cdn.test/none.js");
    assertEquals(
        "requirement 'https://cdn.test/none.js' cannot be loaded: https://cdn.test/none.js is not"
            + " there (404): check its address",
        patient.failure(context));
    String imported = failure(patient, isolation, "\nimportScripts('https://cdn.test/no.js')");
    assertTrue(imported.contains("Test.imjoy.html:11"), imported);
    assertTrue(imported.contains("https://cdn.test/no.js"), imported);
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void aValueThatNoCodecKnowsIsRefusedAtTheCall(Isolation isolation) {
    RunningPlugin plugin =
        patient.start(
            of(
                isolation,
                "api.export({ weak: () => new WeakMap(), symbol: () => [Symbol('s')],"
                    + " async send() { await api.setConfig('k', new WeakMap()) }, one: () => 1 })"));
    for (String name : List.of("weak", "symbol", "send")) {
      RpcException e = assertThrows(RpcException.class, () -> TestRuntime.call(plugin, name));
      assertTrue(e.getMessage().contains("has no form"), e.getMessage());
    }
    RpcException e =
        assertThrows(RpcException.class, () -> TestRuntime.call(plugin, "weak", new Object()));
    assertTrue(e.getMessage().matches("no form for .* of a Object"), e.getMessage());
    assertEquals(1, TestRuntime.call(plugin, "one"));
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void aRejectionThatNobodyHandlesIsInTheLog(Isolation isolation) throws Exception {
    TestContext context =
        of(isolation, "\napi.export({ go() { Promise.reject(new Error('lost')); return 1 } })");
    RunningPlugin plugin = patient.start(context);
    assertEquals(1, TestRuntime.call(plugin, "go"));
    String line = context.line("lost");
    assertTrue(line.startsWith("ERROR") && line.contains("Test.imjoy.html:11:"), line);
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void aPluginThatIsBeingStoppedTakesNoCalls(Isolation isolation) throws Exception {
    TestContext context =
        of(
            isolation,
            "api.export({ exit() { api.log('leaving'); return new Promise(() => {}) }, one: () => 1 })");
    RunningPlugin plugin = patient.start(context);
    assertEquals(1, TestRuntime.call(plugin, "one"));
    CompletionStage<Void> stopped = plugin.stop();
    RpcException e = assertThrows(RpcException.class, () -> TestRuntime.call(plugin, "one"));
    assertEquals("the plugin public/Test is being stopped: it takes no more calls", e.getMessage());
    context.line("leaving");
    TestRuntime.get(stopped); // exit does not end, and is given up
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void aCallThatIsUnderWayWhenAPluginEndsFails(Isolation isolation) throws Exception {
    RunningPlugin plugin =
        patient.start(of(isolation, "api.export({ wait: () => new Promise(() => {}) })"));
    CompletableFuture<?> waiting = begin(plugin, "wait");
    assertFalse(waiting.isDone());
    TestRuntime.get(plugin.stop());
    RpcException e = assertThrows(RpcException.class, () -> TestRuntime.get(waiting));
    assertEquals(RpcException.Kind.PEER_GONE, e.kind());
  }

  /** Messages of exceptions tell where things are on the machine. */
  @ParameterizedTest
  @EnumSource(Isolation.class)
  void aFailureOfTheServerTellsNothingOfTheMachine(Isolation isolation) {
    TestContext context =
        of(
            isolation,
            "api.export({ go: () => api.setConfig('k', 1).catch((e) => e.message + e.stack + e.cause) })");
    context.broken =
        new UncheckedIOException("/home/secret-4711/settings", new IOException("/secret-4711"));
    String told = (String) TestRuntime.call(patient.start(context), "go");
    assertTrue(told.contains("internal error of the server"), told);
    assertFalse(told.contains("secret-4711"), told);
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void itsLogHoldsNoLongLinesAndNothingThatATerminalObeys(Isolation isolation) throws Exception {
    TestContext context =
        of(
            isolation,
            "api.export({ go() { console.log('x'.repeat(1e6)); api.log('\\u001b[31mred\\u009b2J\\u0007');"
                + " console.error(new Error('\\u001b]0;title\\u0007')) } })");
    RunningPlugin plugin = patient.start(context);
    TestRuntime.call(plugin, "go");
    context.line("title");
    assertTrue(context.line("red").startsWith("INFO "), context.lines::toString);
    for (String line : context.lines) {
      assertTrue(line.length() < 17_000, () -> line.length() + " characters");
      assertTrue(
          line.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t'), line);
    }
    assertTrue(context.line("xxx").contains(" more)"), "the long line is cut");
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void aLineOfTenMegabytesStopsItAndIsNotKept(Isolation isolation) throws Exception {
    TestContext context = of(isolation, "api.export({ go() { console.log('x'.repeat(10e6)) } })");
    RunningPlugin plugin = patient.start(context);
    begin(plugin, "go");
    String cause = context.failed.get(60, TimeUnit.SECONDS);
    assertTrue(cause.contains("output: more than 4194304 bytes in a minute"), cause);
    assertTrue(context.lines.stream().allMatch(line -> line.length() < 17_000), "its log");
  }
}
