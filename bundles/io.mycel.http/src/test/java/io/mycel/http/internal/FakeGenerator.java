package io.mycel.http.internal;

import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RemoteGenerator;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** The other side of a generator: its items are given by the test, and it counts its calls. */
final class FakeGenerator {
  private static final Map<String, Object> END = Map.of("_rtype", "stop_iteration");

  private final Queue<CompletableFuture<Object>> coming = new ArrayDeque<>();
  int asked;
  int closed;

  FakeGenerator item(Object value) {
    coming.add(CompletableFuture.completedFuture(value));
    return this;
  }

  FakeGenerator failure(RuntimeException failure) {
    coming.add(CompletableFuture.failedFuture(failure));
    return this;
  }

  CompletableFuture<Object> later() {
    CompletableFuture<Object> item = new CompletableFuture<>();
    coming.add(item);
    return item;
  }

  /** This side of it. */
  RemoteGenerator remote() {
    Peer peer =
        new Peer("w", "http", (head, tail) -> false, Runnable::run, new FakeEngine(this::answer));
    return new RemoteGenerator(function(peer, "next"), function(peer, "close"), Map.of());
  }

  private static RemoteFunction function(Peer peer, String method) {
    return new RemoteFunction(peer, "w/c", method, RemoteFunction.Promise.COMPACT, Map.of());
  }

  private CompletableFuture<Object> answer(RemoteFunction function, List<Object> args) {
    if (function.method().equals("close")) {
      closed++;
      return CompletableFuture.completedFuture(null);
    }
    asked++;
    return coming.isEmpty() ? CompletableFuture.completedFuture(END) : coming.remove();
  }
}
