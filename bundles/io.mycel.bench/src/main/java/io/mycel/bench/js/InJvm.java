package io.mycel.bench.js;

import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.js.engine.JsEngineFactory;
import io.mycel.js.internal.plugin.Deadlines;
import io.mycel.js.internal.plugin.PluginWorkers;
import io.mycel.js.internal.plugin.ScriptPlugin;
import io.mycel.js.internal.worker.JsWorkers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One plugin in this JVM. */
final class InJvm implements AutoCloseable {
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Deadlines deadlines = new Deadlines("bench-clock");
  private final JsWorkers workers = new JsWorkers(JsEngineFactory.onClassPath());
  private final Map<String, Object> members;

  /** Starts it. */
  InJvm(String script) throws Exception {
    members =
        BenchPlugin.get(
            new ScriptPlugin(
                    BenchPlugin.of("Bench", script),
                    new BenchPlugin.NoServer(),
                    new PluginWorkers(workers, BenchPlugin.limits(), executor),
                    deadlines)
                .start());
  }

  /** Calls one of its functions, and waits. */
  Object call(String function, Object... args) throws Exception {
    RpcFunction member = (RpcFunction) members.get(function);
    return BenchPlugin.get(
        (CompletionStage<?>) member.call(new Call(List.of(args), Map.of(), null)));
  }

  /** Whether the engine compiles. */
  static boolean compiles() {
    try (var engine = JsEngineFactory.onClassPath().open()) {
      return engine.compiles();
    }
  }

  @Override
  public void close() {
    workers.close();
    deadlines.close();
    executor.shutdownNow();
  }
}
