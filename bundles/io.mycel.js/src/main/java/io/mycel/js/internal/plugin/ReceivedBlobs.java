package io.mycel.js.internal.plugin;

import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.v1.Blobs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Before a function of a plugin is called, the blobs that it is given are read. */
final class ReceivedBlobs {
  private ReceivedBlobs() {}

  /** The same, with its functions called like that. */
  static Map<String, Object> members(Map<?, ?> members) {
    Map<String, Object> all = new LinkedHashMap<>();
    members.forEach((name, member) -> all.put(String.valueOf(name), member(member)));
    return all;
  }

  /** The same, with its functions called like that. */
  static Object member(Object member) {
    if (member instanceof Map<?, ?> map) {
      return members(map);
    }
    if (member instanceof List<?> list) {
      List<Object> items = new ArrayList<>(list.size());
      list.forEach(item -> items.add(member(item)));
      return items;
    }
    Optional<RpcFunction> function = RpcFunction.of(member);
    if (function.isEmpty()) {
      return member;
    }
    RpcFunction given = function.get();
    RpcFunction reading = call -> call(given, call);
    return reading.like(given);
  }

  @SuppressWarnings("unchecked")
  private static Object call(RpcFunction function, Call call) throws Exception {
    if (!Blobs.areIn(call.args()) && !Blobs.areIn(call.kwargs())) {
      return function.call(call);
    }
    CompletableFuture<Object> answer = new CompletableFuture<>();
    Stages.join(
        Blobs.read(call.args())
            .thenCombine(
                Blobs.read(call.kwargs()),
                (args, kwargs) ->
                    new Call((List<Object>) args, (Map<String, Object>) kwargs, call.context()))
            .thenCompose(read -> result(function, read)),
        answer);
    return answer;
  }

  private static CompletionStage<?> result(RpcFunction function, Call call) {
    try {
      Object value = function.call(call);
      return value instanceof CompletionStage<?> stage
          ? stage
          : CompletableFuture.completedStage(value);
    } catch (Exception e) {
      return CompletableFuture.failedStage(e);
    }
  }
}
