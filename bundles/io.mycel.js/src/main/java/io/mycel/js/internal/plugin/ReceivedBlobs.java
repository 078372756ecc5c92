package io.mycel.js.internal.plugin;

import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RemoteStream;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.v1.Blob;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A {@code Blob} that a client in JavaScript passes stays with the client, which says how to read
 * it. Before a function of a plugin is called they are read, so that it gets a {@code Blob}, as it
 * does by imjoy-rpc and hypha-rpc.
 */
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

  private static Object call(RpcFunction function, Call call) throws Exception {
    Map<RemoteStream, CompletableFuture<ByteBuffer>> blobs = new IdentityHashMap<>();
    find(call.args(), blobs);
    find(call.kwargs(), blobs);
    if (blobs.isEmpty()) {
      return function.call(call);
    }
    CompletableFuture<Object> answer = new CompletableFuture<>();
    Stages.join(
        CompletableFuture.allOf(blobs.values().toArray(CompletableFuture[]::new))
            .thenCompose(read -> result(function, replaced(call, blobs))),
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

  private static void find(Object value, Map<RemoteStream, CompletableFuture<ByteBuffer>> blobs) {
    if (value instanceof Map<?, ?> map) {
      map.values().forEach(item -> find(item, blobs));
    } else if (value instanceof List<?> list) {
      list.forEach(item -> find(item, blobs));
    } else if (value instanceof RemoteStream stream
        && "js:blob".equals(stream.members().get("_rnative"))) {
      blobs.computeIfAbsent(stream, each -> each.read(-1));
    }
  }

  @SuppressWarnings("unchecked")
  private static Call replaced(Call call, Map<RemoteStream, CompletableFuture<ByteBuffer>> blobs) {
    return new Call(
        (List<Object>) replaced((Object) call.args(), blobs),
        (Map<String, Object>) replaced((Object) call.kwargs(), blobs),
        call.context());
  }

  private static Object replaced(
      Object value, Map<RemoteStream, CompletableFuture<ByteBuffer>> blobs) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((key, item) -> copy.put(String.valueOf(key), replaced(item, blobs)));
      return copy;
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>(list.size());
      list.forEach(item -> copy.add(replaced(item, blobs)));
      return copy;
    }
    return value instanceof RemoteStream stream && blobs.containsKey(stream)
        ? blob(stream, blobs.get(stream).join())
        : value;
  }

  private static Blob blob(RemoteStream stream, ByteBuffer data) {
    return new Blob(data, text(stream, "type"), text(stream, "name"), text(stream, "path"));
  }

  private static String text(RemoteStream stream, String member) {
    return stream.members().get(member) instanceof String text && !text.isEmpty() ? text : null;
  }
}
