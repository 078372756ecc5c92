package io.mycel.rpc.internal.v1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.rpc.MemoryView;
import io.mycel.api.rpc.NdArray;
import io.mycel.api.rpc.OrderedMap;
import io.mycel.api.rpc.RemoteError;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.TypedArray;
import io.mycel.api.rpc.v1.PluginFunction;
import io.mycel.api.rpc.v1.PluginGroup;
import io.mycel.api.rpc.v1.PluginLimits;
import io.mycel.api.rpc.v1.PluginListener;
import io.mycel.api.rpc.v1.PluginPeer;
import io.mycel.rpc.internal.v1.RecordedSession.Line;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** One side of a recorded session is played by us; every message we send is compared. */
class RecordedSessionTest {
  private final PluginRpc engine = new PluginRpc(PluginLimits.defaults());
  private final RecordingPort port = new RecordingPort();
  private final List<Object> results = new ArrayList<>();

  @Test
  void ourCoreSaysWhatTheRecordedCoreSaid() throws Exception {
    RpcFunction echo = call -> call.args().get(0);
    RpcFunction other = call -> 1;
    RpcFunction getPlugin =
        call -> {
          Map<String, Object> api = new LinkedHashMap<>();
          api.put("name", call.args().get(0));
          api.put("run", other);
          api.put("_rintf", true);
          return api;
        };
    RpcFunction nothing = call -> null;
    Map<String, Object> api = new LinkedHashMap<>();
    api.put("alert", nothing);
    api.put("echo", echo);
    api.put("log", nothing);
    api.put("getPlugin", getPlugin);
    api.put("config", Map.of("a", 1));
    PluginPeer core =
        PluginPeer.core(
            port, Map.of(), api, PluginListener.NONE, Runnable::run, engine, new PluginGroup());
    Map<String, Object> code = new LinkedHashMap<>();
    code.put("type", "script");
    code.put("content", "api.export({})");
    code.put("attrs", Map.of("lang", "javascript", "type", ""));

    CompletableFuture<Map<String, Object>> plugin = core.load(List.of(code));
    Function<Integer, Integer> plusOne = x -> x + 1;
    Deque<Runnable> actions = new ArrayDeque<>();
    actions.add(() -> keep(call(plugin, "fail", List.of(), Map.of())));
    actions.add(() -> keep(call(plugin, "cb", List.of(plusOne), Map.of())));
    actions.add(() -> keep(call(plugin, "run", List.of(), Map.of("x", 1))));
    actions.add(() -> core.disconnect("done"));
    replay(true, actions);

    assertEquals(List.of("setup", "run", "fail", "cb", "_rintf"), keys(plugin.join()));
    assertEquals("Error: boom", ((RpcException) results.get(0)).getMessage());
    assertEquals(RpcException.Kind.REMOTE, ((RpcException) results.get(0)).kind());
    assertEquals(2, results.get(1));
    assertEquals(Map.of("x", 1), results.get(2));
    assertFalse(port.isOpen());
  }

  @Test
  void ourPluginSaysWhatTheRecordedPluginSaid() throws Exception {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("name", "plug");
    config.put("id", "plug");
    config.put("type", "web-worker");
    config.put("api_version", "0.2.3");
    config.put("lang", "javascript");
    config.put("allow_execution", true);
    List<Object> scripts = new ArrayList<>();
    PluginListener runner =
        new PluginListener() {
          @Override
          public CompletionStage<?> execute(Map<String, Object> code) {
            scripts.add(code.get("content"));
            return CompletableFuture.completedFuture(null);
          }
        };
    PluginPeer plugin =
        PluginPeer.plugin(port, "plugin-peer-1", config, runner, Runnable::run, engine);
    RpcFunction setup = call -> 1;
    RpcFunction run = call -> call.kwargs();
    RpcFunction fail =
        call -> {
          throw new IllegalStateException("Error: boom");
        };
    RpcFunction cb = call -> ((PluginFunction) call.args().get(0)).call(1);
    Map<String, Object> exported = new LinkedHashMap<>();
    exported.put("setup", setup);
    exported.put("run", run);
    exported.put("fail", fail);
    exported.put("cb", cb);
    plugin.start();
    plugin.export(exported);

    Deque<Runnable> actions = new ArrayDeque<>();
    for (Object value : echoed()) {
      actions.add(() -> keep(call(plugin.remoteApi(), "echo", list(value), Map.of())));
    }
    actions.add(() -> keep(call(plugin.remoteApi(), "getPlugin", List.of("other"), Map.of())));
    actions.add(() -> keep(other().call()));
    actions.add(() -> keep(plugin.dispose((Map<?, ?>) results.get(echoed().size()))));
    actions.add(() -> keep(other().call()));
    replay(false, actions);

    assertEquals(List.of("api.export({})"), scripts);
    List<Object> expected = new ArrayList<>(echoed());
    expected.set(11, new RemoteError("Error: Error: e", null)); // JavaScript adds to the text
    Object function = results.get(expected.size() - 1);
    expected.set(expected.size() - 1, function);
    assertEquals(expected, results.subList(0, expected.size()));
    assertTrue(function instanceof PluginFunction);
    assertEquals(1, results.get(expected.size() + 1));
    assertEquals(
        "TypeError: Cannot read properties of undefined (reading 'run')",
        ((RpcException) results.get(expected.size() + 3)).getMessage());
    assertFalse(port.isOpen());
  }

  /** What the recorded plugin let the core echo, in its order. */
  private static List<Object> echoed() {
    ByteBuffer bytes = ByteBuffer.wrap(new byte[] {1, 2}).asReadOnlyBuffer();
    ByteBuffer one = ByteBuffer.wrap(new byte[] {0, 0, (byte) 0x80, 0x3f});
    Map<String, Object> blob = new LinkedHashMap<>();
    blob.put("_rtype", "blob");
    blob.put("_rvalue", Map.of("$blob", "text/plain", "size", 1));
    Function<Object, Object> function = x -> x;
    return list(
        1.5,
        "a",
        true,
        null,
        null,
        bytes,
        new TypedArray("uint8", bytes),
        new TypedArray("float32", one),
        new MemoryView(ByteBuffer.wrap(new byte[] {3})),
        Set.of(1),
        new OrderedMap(Map.of("k", 1)),
        new RemoteError("Error: e", null),
        blob,
        Instant.EPOCH,
        List.of(1, List.of(2)),
        Map.of("a", Map.of("b", 1)),
        new NdArray("uint8", new int[] {2}, bytes),
        function);
  }

  private PluginFunction other() {
    return (PluginFunction) ((Map<?, ?>) results.get(echoed().size())).get("run");
  }

  /** Lets the other side speak as it did, and compares what we say; acts when it is our turn. */
  private void replay(boolean weAreCore, Deque<Runnable> actions) throws Exception {
    RecordedSession session = new RecordedSession();
    int number = 0;
    for (Line line : RecordedSession.lines()) {
      number++;
      if (line.fromCore() != weAreCore) {
        port.arrive(session.withOurIds(line.message()));
        continue;
      }
      if (port.sent.isEmpty()) {
        actions.remove().run();
      }
      Map<String, Object> expected = line.message();
      if (number == 40) {
        // an error that is passed on is not given a second "Error: " by us
        assertEquals("[{_rtype=error, _rvalue=Error: Error: e}]", expected.get("args").toString());
        expected.put("args", List.of(Map.of("_rtype", "error", "_rvalue", "Error: e")));
      }
      Map<String, Object> sent = port.sent.remove();
      assertEquals(expected, session.learn(sent, expected), "message " + number);
    }
    assertTrue(actions.isEmpty());
    assertTrue(port.sent.isEmpty(), () -> "more than was recorded: " + port.sent);
  }

  private void keep(CompletableFuture<?> future) {
    int index = results.size();
    results.add("not answered");
    future.whenComplete(
        (value, failure) ->
            results.set(
                index,
                failure instanceof CompletionException e
                    ? e.getCause()
                    : failure != null ? failure : value));
  }

  private static CompletableFuture<Object> call(
      CompletableFuture<Map<String, Object>> api,
      String name,
      List<Object> args,
      Map<String, Object> kwargs) {
    return ((PluginFunction) api.join().get(name)).call(args, kwargs);
  }

  private static List<Object> list(Object... values) {
    List<Object> list = new ArrayList<>();
    java.util.Collections.addAll(list, values);
    return list;
  }

  private static List<String> keys(Map<String, ?> map) {
    return List.copyOf(map.keySet());
  }
}
