package io.mycel.js.internal.worker;

import io.mycel.api.rpc.Blobs;
import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.js.engine.JsValue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A function of a plugin, for Java. */
public final class ScriptFunction implements RpcFunction {
  private final JsWorker worker;
  private final JsValue entry;

  ScriptFunction(JsWorker worker, JsValue entry) {
    this.worker = worker;
    this.entry = entry;
  }

  /**
   * Calls it; from any thread. The result comes from the plugin's thread: whoever goes on with work
   * of its own does so on another. Blobs are read before, as by both clients.
   *
   * @return fails with an {@link io.mycel.api.rpc.RpcException}: of kind REMOTE if it threw, of
   *     kind PEER_GONE if the plugin is stopped
   */
  public CompletableFuture<Object> call(List<?> args) {
    if (!Blobs.areIn(args)) {
      return worker.call(entry, args);
    }
    return Blobs.read(args, worker.spec().limits().messageBytes())
        .toCompletableFuture()
        .thenCompose(read -> worker.call(entry, (List<?>) read));
  }

  /** Keyword arguments are the last argument, as the clients have it. */
  @Override
  public CompletableFuture<Object> call(Call call) {
    if (call.kwargs().isEmpty()) {
      return call(call.args());
    }
    List<Object> args = new ArrayList<>(call.args());
    args.add(call.kwargs());
    return call(args);
  }

  @Override
  public boolean asynchronous() {
    return true;
  }

  JsWorker worker() {
    return worker;
  }

  JsValue entry() {
    return entry;
  }
}
