package io.mycel.rpc.internal;

import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.RpcLimits;
import io.mycel.api.rpc.RunningCall;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/** Runs functions of this JVM for callers elsewhere, and answers when they are done. */
final class Runner {
  private final RpcLimits limits;
  private final Keeper keeper;
  private final RpcCounters counters;

  Runner(RpcLimits limits, Keeper keeper, RpcCounters counters) {
    this.limits = limits;
    this.keeper = keeper;
    this.counters = counters;
  }

  void run(Peer peer, RpcFunction function, Call call, Reply reply) {
    var running = peer.conversation().running();
    if (running.size() >= limits.runningCalls()) {
      counters.count(RpcCounters.Event.BUSY);
      reply.reject(busy(peer));
      return;
    }
    RunningCall entry =
        new RunningCall(
            call.context().from(),
            reply.session(),
            reply.heartbeat(),
            reply.intervalNanos(),
            keeper.now());
    running.add(entry);
    keeper.wake(peer, entry.nextBeat());
    if (function.asynchronous()) {
      execute(peer, function, call, reply, entry);
      return;
    }
    try {
      peer.executor().execute(() -> execute(peer, function, call, reply, entry));
    } catch (RejectedExecutionException e) {
      running.remove(entry);
      counters.count(RpcCounters.Event.BUSY);
      reply.reject(busy(peer));
    }
  }

  private static void execute(
      Peer peer, RpcFunction function, Call call, Reply reply, RunningCall entry) {
    Object result;
    try {
      result = function.call(call);
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      finish(peer, reply, entry, null, e);
      return;
    }
    if (result instanceof CompletionStage<?> stage) {
      stage.whenComplete((value, failure) -> finish(peer, reply, entry, value, failure));
    } else {
      finish(peer, reply, entry, result, null);
    }
  }

  private static void finish(
      Peer peer, Reply reply, RunningCall entry, Object value, Throwable failure) {
    peer.conversation().running().remove(entry);
    if (failure != null) {
      reply.reject(failure);
    } else {
      reply.resolve(value);
    }
  }

  private static RpcException busy(Peer peer) {
    return new RpcException(
        RpcException.Kind.PEER_GONE, "peer " + peer.address() + " is too busy: try again later");
  }
}
