package io.mycel.js.internal.plugin;

import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.js.internal.values.Clean;
import io.mycel.js.internal.worker.ScriptFunction;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** A function that a plugin exports. */
final class ExportedFunction implements RpcFunction {
  private final ScriptFunction function;
  private final String doc;
  private final Map<String, Object> schema;
  private final ScriptFunction callNamed;
  private final PluginSpec spec;
  private final Places places;
  private final BooleanSupplier stopping;

  /**
   * A function.
   *
   * @param description what {@code life.js} says of it
   */
  ExportedFunction(
      ScriptFunction function,
      Map<?, ?> description,
      ScriptFunction callNamed,
      PluginSpec spec,
      Places places,
      BooleanSupplier stopping) {
    this.function = function;
    this.doc = description.get("doc") instanceof String text ? text : null;
    this.schema = description.get("schema") instanceof Map<?, ?> map ? copy(map) : null;
    this.callNamed = callNamed;
    this.spec = spec;
    this.places = places;
    this.stopping = stopping;
  }

  private static Map<String, Object> copy(Map<?, ?> map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put(String.valueOf(key), value));
    return copy;
  }

  @Override
  public CompletableFuture<Object> call(Call call) {
    if (stopping.getAsBoolean()) {
      return CompletableFuture.failedFuture(
          new RpcException(
              RpcException.Kind.PEER_GONE,
              "the plugin " + spec.name() + " is being stopped: it takes no more calls"));
    }
    boolean plain = call.kwargs().isEmpty() && !spec.requireContext();
    CompletableFuture<Object> result =
        plain ? function.call(call.args()) : callNamed.call(named(call));
    return result.exceptionallyCompose(
        failure -> CompletableFuture.failedFuture(inFile(Clean.cause(failure))));
  }

  private List<Object> named(Call call) {
    return Arrays.asList(
        function,
        call.args(),
        call.kwargs(),
        spec.requireContext() ? context(call.context()) : null);
  }

  private static Map<String, Object> context(Call.Context caller) {
    Map<String, Object> context = new LinkedHashMap<>();
    if (caller != null) {
      context.put("from", caller.from());
      context.put("to", caller.to());
      context.put("ws", caller.workspace());
      context.put("user", caller.user());
    }
    return context;
  }

  private Throwable inFile(Throwable failure) {
    return failure instanceof RpcException rpc
        ? new RpcException(rpc.kind(), rpc.getMessage(), places.inFile(rpc.remoteTrace()))
        : failure;
  }

  @Override
  public String doc() {
    return doc;
  }

  @Override
  public Map<String, Object> schema() {
    return schema;
  }

  @Override
  public boolean asynchronous() {
    return true;
  }
}
