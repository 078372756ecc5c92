package io.mycel.js.internal.plugin;

import io.mycel.api.rpc.RpcFunction;
import io.mycel.js.internal.limits.Limits;
import io.mycel.js.internal.worker.JsWorker;
import io.mycel.js.internal.worker.JsWorkers;
import io.mycel.js.internal.worker.ScriptFunction;
import io.mycel.js.internal.worker.WorkerListener;
import io.mycel.js.internal.worker.WorkerSpec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** A worker with {@code api} in its world, made before it is known for which plugin. */
final class PluginWorker {
  private final JsWorker worker;
  private final CompletableFuture<Map<?, ?>> life;
  private volatile Plugin plugin;

  /** Whose it is. */
  interface Plugin {
    /** A method of {@code api} that needs the server, as {@link Server#ask} has it. */
    CompletionStage<Object> ask(String method, List<Object> args);

    /** {@code api.export} was called. */
    void exported();
  }

  private PluginWorker(JsWorker worker) {
    this.worker = worker;
    RpcFunction ask = call -> plugin.ask((String) call.args().get(0), Lists.of(call.args().get(1)));
    RpcFunction exported =
        call -> {
          plugin.exported();
          return null;
        };
    this.life =
        worker
            .extend(Scripts.API, Map.of("ask", ask))
            .thenCompose(made -> worker.extend(Scripts.LIFE, Map.of("exported", exported)))
            .thenApply(functions -> (Map<?, ?>) functions);
  }

  /** A new one. May block for as long as it takes to open the engine. */
  static PluginWorker open(JsWorkers workers, Limits limits, Executor executor) {
    return new PluginWorker(workers.make(limits, executor));
  }

  /** It is this plugin's from now on. Called once; its scripts can be run when it is done. */
  CompletionStage<Void> begin(
      WorkerSpec spec, WorkerListener listener, Map<String, Object> config, Plugin whose) {
    plugin = whose;
    worker.begin(spec, listener);
    return life.thenCompose(made -> function("configure").call(List.of(config)))
        .thenApply(configured -> null);
  }

  /** Done when its world is there. */
  CompletionStage<?> made() {
    return life;
  }

  boolean isUsable() {
    return worker.state() == JsWorker.State.RUNNING;
  }

  JsWorker worker() {
    return worker;
  }

  boolean isMade() {
    return life.isDone() && !life.isCompletedExceptionally();
  }

  /** A function of {@code life.js}, once the world is there. */
  ScriptFunction function(String name) {
    return (ScriptFunction) life.join().get(name);
  }
}
