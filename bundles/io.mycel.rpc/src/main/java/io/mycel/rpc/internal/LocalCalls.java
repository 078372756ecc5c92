package io.mycel.rpc.internal;

import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RemoteObject;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.Service;
import io.mycel.api.rpc.Session;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/** Calls of functions that came back to the peer where they live: no frame is needed. */
final class LocalCalls {

  CompletableFuture<Object> call(Peer peer, RemoteFunction function, Call call) {
    Optional<RpcFunction> found = find(peer, function.method());
    if (found.isEmpty()) {
      return CompletableFuture.failedFuture(
          new RpcException(
              RpcException.Kind.METHOD_NOT_FOUND,
              "Method not found: " + peer.address() + ":" + function.method()));
    }
    CompletableFuture<Object> result = new CompletableFuture<>();
    if (found.get().asynchronous()) {
      run(found.get(), call, result);
      return result;
    }
    try {
      peer.executor().execute(() -> run(found.get(), call, result));
    } catch (RejectedExecutionException e) {
      result.completeExceptionally(
          new RpcException(RpcException.Kind.PEER_GONE, "peer " + peer.address() + " is too busy"));
    }
    return result;
  }

  private static void run(RpcFunction function, Call call, CompletableFuture<Object> result) {
    try {
      Object value = function.call(call);
      if (value instanceof CompletionStage<?> stage) {
        stage.whenComplete((later, failure) -> complete(result, later, failure));
      } else {
        result.complete(value);
      }
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      complete(result, null, e);
    }
  }

  private static void complete(CompletableFuture<Object> result, Object value, Throwable failure) {
    if (failure == null) {
      result.complete(value);
    } else {
      result.completeExceptionally(Errors.fromWire(Errors.represent(failure)));
    }
  }

  private static Optional<RpcFunction> find(Peer peer, String method) {
    List<String> path = Arrays.asList(method.split("\\.", -1));
    if (path.size() > 2 && path.get(0).equals("services")) {
      List<String> rest = path.subList(2, path.size());
      Service service = peer.services().get(path.get(1));
      RemoteObject object = peer.conversation().objects().get(path.get(1));
      return service != null
          ? service.function(rest)
          : Optional.ofNullable(object).flatMap(o -> Service.function(o.members(), rest));
    }
    Session session = peer.conversation().sessions().get(path.get(0));
    return Optional.ofNullable(session)
        .map(s -> s.functions().get(method.substring(path.get(0).length() + 1)));
  }
}
