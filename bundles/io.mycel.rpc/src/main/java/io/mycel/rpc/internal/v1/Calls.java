package io.mycel.rpc.internal.v1;

import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.v1.PluginCallbacks;
import io.mycel.api.rpc.v1.PluginConversation;
import io.mycel.api.rpc.v1.PluginFunction;
import io.mycel.api.rpc.v1.PluginLimits;
import io.mycel.api.rpc.v1.PluginPeer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Calls functions of the other side. */
final class Calls {
  /** Functions that keep what they are given: functions in their arguments are called often. */
  private static final Set<String> KEEPING =
      Set.of("register", "registerService", "register_service", "export", "on");

  private final PluginLimits limits;

  Calls(PluginLimits limits) {
    this.limits = limits;
  }

  CompletableFuture<Object> call(
      PluginPeer peer, PluginFunction function, List<Object> args, Map<String, Object> kwargs) {
    PluginConversation conversation = peer.conversation();
    if (conversation.closed() != null) {
      return CompletableFuture.failedFuture(conversation.closed());
    }
    CompletableFuture<Object> answer = new CompletableFuture<>();
    CompletableFuture<Object> settled = answer;
    ValueEncoder encoder = new ValueEncoder(peer, limits);
    try {
      PluginCallbacks.Pair pair = conversation.callbacks().put(answer, limits.callbacks());
      settled =
          answer
              .orTimeout(limits.callTimeout().toMillis(), TimeUnit.MILLISECONDS)
              .whenComplete((value, failure) -> conversation.callbacks().forget(pair, answer));
      Outgoing.send(peer, message(peer, encoder, function, args, kwargs, pair));
    } catch (RpcException e) {
      encoder.rollBack();
      answer.completeExceptionally(e);
    }
    if (conversation.closed() != null) {
      answer.completeExceptionally(conversation.closed());
    }
    return Timeouts.told(peer, settled, limits.callTimeout(), "Method call timed out: " + function);
  }

  private static Map<String, Object> message(
      PluginPeer peer,
      ValueEncoder encoder,
      PluginFunction function,
      List<Object> args,
      Map<String, Object> kwargs,
      PluginCallbacks.Pair pair) {
    if (!kwargs.isEmpty()) {
      args.add(kwargs);
    }
    Map<String, Object> message;
    Object encoded;
    if (function.endpoint() instanceof PluginFunction.Method method) {
      message = Outgoing.message("method");
      message.put("target_id", function.targetId());
      message.put("name", method.name());
      message.put("object_id", method.objectId());
      encoded =
          KEEPING.contains(method.name()) ? encoder.encodeInterface(args) : encoder.encode(args);
    } else {
      message = Outgoing.message("callback");
      message.put("target_id", function.targetId());
      message.put("id", ((PluginFunction.Callback) function.endpoint()).id());
      encoded = encoder.encode(args);
    }
    message.put("args", encoded);
    message.put("promise", List.of(half(peer, pair.resolve()), half(peer, pair.reject())));
    message.put("with_kwargs", !kwargs.isEmpty());
    return message;
  }

  private static Map<String, Object> half(PluginPeer peer, int id) {
    return Leaves.typed(
        "callback", "_rtarget_id", peer.peerId(), "_rname", "Function", "_rvalue", id);
  }
}
