package io.mycel.rpc.internal.v1;

import static io.mycel.rpc.internal.v1.Two.failure;
import static io.mycel.rpc.internal.v1.Two.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.v1.PluginGroup;
import io.mycel.api.rpc.v1.PluginLimits;
import io.mycel.api.rpc.v1.PluginListener;
import io.mycel.api.rpc.v1.PluginPeer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HandshakeTest {
  private final RecordingPort port = new RecordingPort();
  private final PluginGroup group = new PluginGroup();
  private final List<String> heard = new ArrayList<>();
  private final Deque<CompletableFuture<Void>> running = new ArrayDeque<>();
  private final PluginListener listener =
      new PluginListener() {
        @Override
        public CompletionStage<?> execute(Map<String, Object> code) {
          heard.add("execute " + code.get("content"));
          running.add(new CompletableFuture<>());
          return running.getLast();
        }

        @Override
        public boolean trusts(String accessToken) {
          return "secret".equals(accessToken);
        }

        @Override
        public void logged(String level, Object message) {
          heard.add(level + " " + message);
        }

        @Override
        public void closed(String reason) {
          heard.add("closed " + reason);
        }
      };

  private PluginPeer core(Map<String, Object> config, PluginLimits limits) {
    return PluginPeer.core(
        port, config, Map.of("a", 1), listener, Runnable::run, new PluginRpc(limits), group);
  }

  private PluginPeer core() {
    return core(map("name", "x", "credential", "c"), PluginLimits.defaults());
  }

  private PluginPeer plugin(Map<String, Object> config) {
    return PluginPeer.plugin(
        port, "p1", config, listener, Runnable::run, new PluginRpc(PluginLimits.defaults()));
  }

  private List<Object> sentTypes() {
    List<Object> types = new ArrayList<>();
    port.sent.forEach(message -> types.add(message.get("type")));
    port.sent.clear();
    return types;
  }

  @Test
  void coreInitialisesAPluginThatWaitsForIt() {
    CompletableFuture<Void> started = core().start();
    port.arrive(map("type", "imjoyRPCReady", "config", map(), "peer_id", "p1"));
    assertEquals(
        map("type", "initialize", "config", map("name", "x", "credential", "c"), "peer_id", "p1"),
        port.sent.remove());
    port.arrive(map("type", "initialized", "config", map(), "peer_id", "p1"));
    assertEquals(
        map("type", "setInterface", "api", map("a", 1), "peer_id", "p1"), port.sent.remove());
    assertFalse(started.isDone());
    port.arrive(map("type", "interfaceSetAsRemote"));
    assertNull(started.join());
  }

  @Test
  void pluginThatWaitsTakesTheConfigOfTheCore() {
    plugin(map("name", "own", "lang", "java", "wait_for_initialization", true)).start();
    assertEquals(
        map(
            "type",
            "imjoyRPCReady",
            "config",
            map("name", "own", "lang", "java", "api_version", "0.2.3"),
            "peer_id",
            "p1"),
        port.sent.remove());
    port.arrive(
        map("type", "initialize", "config", map("name", "x", "credential", "c"), "peer_id", "p1"));
    assertEquals(
        map(
            "type",
            "initialized",
            "config",
            map("name", "x", "lang", "java", "api_version", "0.2.3"),
            "peer_id",
            "p1"),
        port.sent.remove());
  }

  @Test
  void functionsOfTheCoreAreForwardedAsMembersOfThePluginsApi() {
    List<Object> calls = new ArrayList<>();
    RpcFunction close = call -> calls.add(call.args());
    RpcFunction own = call -> "own";
    Two two = new Two(Map.of("close", close, "emit", close), null);
    two.ports
        .core()
        .send(
            map(
                "type",
                "initialize",
                "config",
                map("forwarding_functions", List.of("close", "emit", "resize")),
                "peer_id",
                "p1"));
    two.plugin.export(Map.of("emit", own));
    assertEquals("own", two.plugin("emit").call().join());
    two.plugin("close").call(1).join();
    assertEquals(List.of(List.of(1)), calls);
    assertNull(two.core.conversation().currentApi().get("resize"));
  }

  @Test
  void scriptsRunOneAtATimeAndAFailureNamesItsCause() {
    PluginPeer core = core();
    core.start();
    port.arrive(
        map("type", "initialized", "config", map("allow_execution", true), "peer_id", "p1"));
    port.sent.clear();
    CompletableFuture<Void> first = core.execute(map("content", "1"));
    CompletableFuture<Void> second = core.execute(map("content", "2"));
    assertEquals(List.of("execute"), sentTypes());
    port.arrive(map("type", "executed", "error", "SyntaxError: 1"));
    assertEquals("SyntaxError: 1", failure(first).getMessage());
    assertEquals(map("content", "2"), port.sent.remove().get("code"));
    assertFalse(second.isDone());
    port.arrive(map("type", "executed"));
    assertNull(second.join());
    port.arrive(map("type", "executed")); // once too often: nothing happens
    assertTrue(port.isOpen());
  }

  @Test
  void pluginRunsScriptsOneAtATimeAndReports() {
    plugin(map("allow_execution", true)).start();
    port.sent.clear();
    port.arrive(map("type", "execute", "code", map("content", "1"), "peer_id", "p1"));
    port.arrive(map("type", "execute", "code", map("content", "2"), "peer_id", "p1"));
    assertEquals(List.of("execute 1"), heard);
    running.remove().completeExceptionally(new IllegalStateException("boom"));
    assertEquals(List.of("execute 1", "execute 2"), heard);
    assertEquals(map("type", "executed", "error", "boom"), port.sent.remove());
    running.remove().complete(null);
    assertEquals(map("type", "executed"), port.sent.remove());
  }

  @Test
  void pluginThatDoesNotAllowExecutionRunsNothing() {
    PluginPeer core = core();
    core.start();
    port.arrive(map("type", "initialized", "config", map(), "peer_id", "p1"));
    assertEquals(RpcException.Kind.PERMISSION, failure(core.execute(map())).kind());

    Two two = new Two(Map.of(), null);
    RecordingPort other = new RecordingPort();
    PluginPeer closed =
        PluginPeer.plugin(
            other, "p2", map(), listener, Runnable::run, new PluginRpc(PluginLimits.defaults()));
    closed.start();
    other.sent.clear();
    other.arrive(map("type", "execute", "code", map(), "peer_id", "p2"));
    assertEquals(
        map("type", "executed", "error", "this peer does not allow execution"),
        other.sent.remove());
    assertEquals(List.of(), heard);
    assertTrue(two.ports.core().isOpen());
  }

  @Test
  void apiIsSentWhenItIsExported() {
    PluginPeer plugin = plugin(map());
    plugin.start();
    port.sent.clear();
    port.arrive(map("type", "getInterface", "peer_id", "p1"));
    assertEquals(List.of(), sentTypes());
    CompletableFuture<Void> taken = plugin.export(Map.of("version", 1));
    assertEquals(map("type", "setInterface", "api", map("version", 1)), port.sent.remove());
    assertFalse(taken.isDone());
    port.arrive(map("type", "interfaceSetAsRemote", "peer_id", "p1"));
    assertNull(taken.join());
    plugin.export(Map.of("version", 2));
    assertEquals(map("type", "setInterface", "api", map("version", 2)), port.sent.remove());
  }

  @Test
  void tokenOfAPluginGoesWithEveryMessageIfItsOriginIsKnown() {
    Map<String, Object> auth = map("type", "jwt", "access_token", "secret", "expires_in", 4e9);
    PluginPeer core = core();
    core.start();
    port.arrive(
        map(
            "type",
            "initialized",
            "config",
            map("auth", auth),
            "origin",
            "https://plugins.example",
            "peer_id",
            "p1"));
    assertEquals("secret", port.sent.remove().get("access_token"));
    core.requestApi();
    assertEquals("secret", port.sent.remove().get("access_token"));
  }

  @Test
  void tokenIsKeptBackFromAnUnknownOriginAndFailsWhenItHasExpired() {
    Map<String, Object> auth = map("type", "jwt", "access_token", "secret", "expires_in", 1);
    core().start();
    port.arrive(
        map("type", "initialized", "config", map("auth", auth), "origin", "*", "peer_id", "p1"));
    assertFalse(port.sent.remove().containsKey("access_token"));

    RecordingPort other = new RecordingPort();
    PluginPeer expired =
        PluginPeer.core(
            other,
            map(),
            map(),
            listener,
            Runnable::run,
            new PluginRpc(PluginLimits.defaults()),
            group);
    CompletableFuture<Void> started = expired.start();
    other.arrive(
        map(
            "type",
            "initialized",
            "config",
            map("auth", auth),
            "origin",
            "https://plugins.example",
            "peer_id",
            "p2"));
    assertEquals(RpcException.Kind.PERMISSION, failure(started).kind());
    assertTrue(failure(started).getMessage().contains("has expired"));
  }

  @Test
  void pluginWithATokenActsOnNothingWithoutIt() {
    PluginPeer plugin = plugin(map("auth", map("type", "jwt", "access_token", "secret")));
    plugin.start();
    plugin.export(map("a", 1));
    port.sent.clear();
    port.arrive(map("type", "getInterface", "peer_id", "p1"));
    port.arrive(map("type", "getInterface", "peer_id", "p1", "access_token", "wrong"));
    assertEquals(List.of(), sentTypes());
    port.arrive(map("type", "getInterface", "peer_id", "p1", "access_token", "secret"));
    assertEquals(List.of("setInterface"), sentTypes());
  }

  @Test
  void messageForAnotherPeerIsNotActedOn() {
    PluginPeer plugin = plugin(map());
    plugin.start();
    plugin.export(map("a", 1));
    port.sent.clear();
    port.arrive(map("type", "getInterface", "peer_id", "p2"));
    assertEquals(List.of(), sentTypes());
  }

  @Test
  void logsOfThePluginAreHeard() {
    core().start();
    port.arrive(map("type", "log", "message", "hello"));
    port.arrive(map("type", "error", "message", "ouch"));
    port.arrive(map("type", "disconnect"));
    assertEquals(
        List.of("log hello", "error ouch", "closed the other side has disconnected"), heard);
    assertFalse(port.isOpen());
  }

  @Test
  void peerIdIsUniqueAndNeeded() {
    core().start();
    port.arrive(map("type", "initialized", "config", map(), "peer_id", "p1"));
    RecordingPort other = new RecordingPort();
    PluginPeer second =
        PluginPeer.core(
            other,
            map(),
            map(),
            listener,
            Runnable::run,
            new PluginRpc(PluginLimits.defaults()),
            group);
    CompletableFuture<Void> started = second.start();
    other.arrive(map("type", "initialized", "config", map(), "peer_id", "p1"));
    assertEquals("peer_id p1 is taken by another plugin", failure(started).getMessage());
    assertEquals(List.of(), List.copyOf(other.sent));
    RecordingPort third = new RecordingPort();
    PluginPeer nameless =
        PluginPeer.core(
            third,
            map(),
            map(),
            listener,
            Runnable::run,
            new PluginRpc(PluginLimits.defaults()),
            group);
    started = nameless.start();
    third.arrive(map("type", "initialized", "config", map()));
    assertTrue(failure(started).getMessage().startsWith("a plugin must say its peer_id"));
  }

  @Test
  void stepsOfTheHandshakeDoNotLastForEver() throws Exception {
    PluginLimits hasty =
        new PluginLimits(
            20, 9, 9, 9, 9, Duration.ofMillis(30), Duration.ofMillis(30), Duration.ofSeconds(20));
    PluginPeer core = core(map(), hasty);
    assertEquals(
        "the plugin did not start: it has not taken the api (waited 0.03 s)", late(core.start()));
    port.arrive(
        map("type", "initialized", "config", map("allow_execution", true), "peer_id", "p1"));
    assertTrue(late(core.requestApi()).startsWith("plugin p1 has not exported an api"));
    CompletableFuture<Void> script = core.execute(map());
    CompletableFuture<Void> waiting = core.execute(map());
    assertEquals("a script still runs (waited 0.03 s)", late(script));
    assertTrue(late(waiting).contains("did not end in time"));
    assertFalse(port.isOpen());
  }

  private static String late(CompletableFuture<?> future) throws Exception {
    try {
      throw new AssertionError("gave " + future.get(20, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      return e.getCause().getMessage();
    }
  }
}
