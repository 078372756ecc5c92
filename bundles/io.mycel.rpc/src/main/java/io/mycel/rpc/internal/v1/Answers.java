package io.mycel.rpc.internal.v1;

import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RemoteError;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.v1.PluginCallbacks;
import io.mycel.api.rpc.v1.PluginLimits;
import io.mycel.api.rpc.v1.PluginPeer;
import io.mycel.rpc.internal.Errors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs functions of this side for the other. */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private final PluginLimits limits;

  Answers(PluginLimits limits) {
    this.limits = limits;
  }

  /** A function of an object. */
  void method(PluginPeer peer, Map<String, Object> message) {
    String label = String.valueOf(message.get("name"));
    Reply reply = Reply.to(peer, limits, label, message);
    try {
      String name = Incoming.text(message, "name");
      Map<String, RpcFunction> object =
          peer.conversation().objects().get(Incoming.text(message, "object_id"));
      if (object == null) {
        int dot = name.indexOf('.');
        throw new RpcException(
            RpcException.Kind.METHOD_NOT_FOUND,
            "TypeError: Cannot read properties of undefined (reading '"
                + (dot < 0 ? name : name.substring(0, dot))
                + "')");
      }
      RpcFunction function = object.get(name);
      if (function == null) {
        throw new RpcException(
            RpcException.Kind.METHOD_NOT_FOUND, "TypeError: " + name + " is not a function");
      }
      run(peer, function, call(peer, message), reply);
    } catch (RpcException e) {
      reply.reject(e);
    }
  }

  /** A function that was passed here, or the end of a call of this side. */
  void callback(PluginPeer peer, Map<String, Object> message) {
    int id = Incoming.number(message, "id");
    Reply reply = Reply.to(peer, limits, "callback " + id, message);
    PluginCallbacks.Entry entry = peer.conversation().callbacks().take(id);
    if (entry instanceof PluginCallbacks.Promise promise) {
      settle(peer, promise, message);
      return;
    }
    try {
      if (!(entry instanceof PluginCallbacks.Function function)) {
        throw new RpcException(
            RpcException.Kind.METHOD_NOT_FOUND,
            "Callback function can only be called once. To call it several times, pass it in an"
                + " object with _rintf: true, or export it.");
      }
      run(peer, function.function(), call(peer, message), reply);
    } catch (RpcException e) {
      reply.reject(e);
    }
  }

  private void settle(
      PluginPeer peer, PluginCallbacks.Promise promise, Map<String, Object> message) {
    try {
      List<Object> args = args(peer, message);
      Object value = args.isEmpty() ? null : args.get(0);
      peer.run(
          () -> {
            if (promise.rejects()) {
              promise.answer().completeExceptionally(failure(value));
            } else {
              promise.answer().complete(value);
            }
          });
    } catch (RpcException e) {
      peer.run(() -> promise.answer().completeExceptionally(e));
    }
  }

  private static RpcException failure(Object value) {
    return Errors.fromWire(value instanceof RemoteError ? value : String.valueOf(value));
  }

  private List<Object> args(PluginPeer peer, Map<String, Object> message) {
    List<?> encoded = Incoming.list(message, "args");
    List<Object> args = new ArrayList<>(encoded.size());
    ValueDecoder decoder = new ValueDecoder(peer, limits);
    encoded.forEach(arg -> args.add(decoder.decode(arg)));
    return args;
  }

  private Call call(PluginPeer peer, Map<String, Object> message) {
    List<Object> args = args(peer, message);
    Map<String, Object> kwargs = new LinkedHashMap<>();
    if (Boolean.TRUE.equals(message.get("with_kwargs"))) {
      if (args.isEmpty() || !(args.remove(args.size() - 1) instanceof Map<?, ?> last)) {
        throw Leaves.data("with_kwargs: the last argument must be a map");
      }
      last.forEach((key, value) -> kwargs.put(String.valueOf(key), value));
    }
    return new Call(
        args, kwargs, new Call.Context(peer.peerId(), peer.peerId(), "", Map.of(), message));
  }

  private void run(PluginPeer peer, RpcFunction function, Call call, Reply reply) {
    var running = peer.conversation().running();
    if (running.incrementAndGet() > limits.runningCalls()) {
      running.decrementAndGet();
      throw new RpcException(
          RpcException.Kind.PEER_GONE,
          "peer "
              + peer.peerId()
              + " is too busy: "
              + limits.runningCalls()
              + " calls are running");
    }
    peer.run(
        () -> {
          Object result;
          try {
            result = function.call(call);
          } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            finish(peer, reply, null, e);
            return;
          }
          if (result instanceof CompletionStage<?> stage) {
            stage.whenComplete((value, failure) -> finish(peer, reply, value, failure));
          } else {
            finish(peer, reply, result, null);
          }
        });
  }

  private static void finish(PluginPeer peer, Reply reply, Object value, Throwable failure) {
    peer.conversation().running().decrementAndGet();
    if (peer.conversation().closed() != null) {
      LOG.debug("plugin {}: an answer after the end", peer.peerId());
    } else if (failure == null) {
      reply.resolve(value);
    } else {
      reply.reject(failure);
    }
  }
}
