package io.mycel.plugins.internal.life;

import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.Service;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Has the functions of a plugin that is away for a moment. Who calls them waits, within bounds, and
 * is answered by the plugin when it is back; or is told why it does not come. Keeps nothing of the
 * version that has gone but names and descriptions.
 */
final class StandIn {
  /** How many calls that have waited a plugin gets at a time: it may refuse too many at once. */
  private static final int AT_ONCE = 256;

  private final String plugin;
  private final WaitingCalls room;
  private final Executor executor;
  private final Map<String, Object> members;

  /** All guarded by this. */
  private final Queue<Waiting> waiting = new ArrayDeque<>();

  private String cause = "it is being replaced";
  private boolean patient = true;
  private Map<String, Object> successor;
  private int replayed;

  private record Waiting(
      List<String> path, Call call, long bytes, CompletableFuture<Object> answer) {}

  /**
   * Stands in from now on.
   *
   * @param plugin its name, for callers
   * @param members of the plugin that goes
   * @param room where calls wait
   * @param executor calls the plugin that is back
   */
  StandIn(String plugin, Map<String, Object> members, WaitingCalls room, Executor executor) {
    this.plugin = plugin;
    this.room = room;
    this.executor = executor;
    this.members = members(members, List.of());
  }

  /** What it offers: looks as what the plugin has offered. */
  Map<String, Object> members() {
    return members;
  }

  private Map<String, Object> members(Map<?, ?> of, List<String> path) {
    Map<String, Object> all = new LinkedHashMap<>();
    of.forEach(
        (key, value) -> {
          String name = String.valueOf(key);
          all.put(name, member(value, below(path, name)));
        });
    return all;
  }

  private Object member(Object value, List<String> path) {
    if (value instanceof Map<?, ?> map) {
      return members(map, path);
    }
    if (value instanceof List<?> list) {
      List<Object> items = new ArrayList<>();
      list.forEach(item -> items.add(member(item, below(path, "" + items.size()))));
      return items;
    }
    return RpcFunction.of(value)
        .<Object>map(
            function -> {
              RpcFunction wait = call -> call(path, call);
              return wait.like(function);
            })
        .orElse(value);
  }

  private static List<String> below(List<String> path, String name) {
    List<String> longer = new ArrayList<>(path);
    longer.add(name);
    return List.copyOf(longer);
  }

  private Object call(List<String> path, Call call) throws Exception {
    long bytes = CallSize.of(call);
    Map<String, Object> back;
    synchronized (this) {
      back = successor;
      if (back == null) {
        return await(new Waiting(path, call, bytes, new CompletableFuture<>()));
      }
    }
    return function(back, path).call(call);
  }

  /** Called with the lock. */
  private CompletableFuture<Object> await(Waiting call) {
    if (!patient) {
      throw refusal(cause);
    }
    if (waiting.size() >= room.limits().calls() || !room.enter(call.bytes())) {
      throw refusal(cause + ", and too many calls wait for it");
    }
    waiting.add(call);
    return call.answer();
  }

  private RpcException refusal(String why) {
    return new RpcException(
        RpcException.Kind.PEER_GONE,
        "The plugin '" + plugin + "' cannot be called at the moment: " + why);
  }

  /** Why the plugin is away. */
  synchronized void because(String why) {
    cause = why;
  }

  /** It may be back soon: who calls waits. */
  synchronized void hold() {
    patient = true;
  }

  /** It does not come back soon: who waits, and who calls from now on, is told why. */
  void turnAway() {
    List<Waiting> all;
    RpcException why;
    synchronized (this) {
      patient = false;
      all = new ArrayList<>(waiting);
      waiting.clear();
      why = refusal(cause);
    }
    for (Waiting each : all) {
      room.leave(each.bytes());
      each.answer().completeExceptionally(why);
    }
  }

  /**
   * The plugin is back: it gets the calls that have waited, in their order, and those that still
   * come here.
   *
   * @param now what it offers
   */
  void handOver(Map<String, Object> now) {
    synchronized (this) {
      successor = now;
    }
    replay();
  }

  private void replay() {
    for (Waiting next = next(); next != null; next = next()) {
      room.leave(next.bytes());
      CompletableFuture<?> result = replay(next);
      if (result.isDone()) {
        ended();
      } else {
        result.whenCompleteAsync(
            (value, failure) -> {
              ended();
              replay();
            },
            executor);
      }
    }
  }

  private synchronized Waiting next() {
    if (replayed >= AT_ONCE || waiting.isEmpty()) {
      return null;
    }
    replayed++;
    return waiting.poll();
  }

  private synchronized void ended() {
    replayed--;
  }

  private CompletableFuture<?> replay(Waiting call) {
    CompletionStage<?> result;
    try {
      Object value = function(successor(), call.path()).call(call.call());
      result =
          value instanceof CompletionStage<?> stage
              ? stage
              : CompletableFuture.completedStage(value);
    } catch (Exception | LinkageError e) {
      result = CompletableFuture.failedStage(e);
    }
    result.whenComplete(
        (value, failure) -> {
          if (failure == null) {
            call.answer().complete(value);
          } else {
            call.answer().completeExceptionally(failure);
          }
        });
    return result.toCompletableFuture();
  }

  private synchronized Map<String, Object> successor() {
    return successor;
  }

  private static RpcFunction function(Map<String, Object> members, List<String> path) {
    return Service.function(members, path)
        .orElseThrow(
            () ->
                new RpcException(
                    RpcException.Kind.METHOD_NOT_FOUND,
                    "Method not found: "
                        + String.join(".", path)
                        + ": the plugin has come back without it"));
  }
}
