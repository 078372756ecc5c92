package io.mycel.rpc.internal;

import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.CallOptions;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcLimits;
import io.mycel.api.transport.Lease;
import io.mycel.rpc.FrameEngine;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Core RPC v2 for both client generations. Usable without OSGi: make one, use it for any number of
 * peers, close it.
 */
public final class CoreRpc implements FrameEngine {
  private final RpcLimits limits;
  private final AutoCloseable owned;
  private final Keeper keeper;
  private final Caller caller;
  private final Receiver receiver;
  private final ChunkBudget budget;
  private final RpcCounters counters = new RpcCounters();
  private final LocalCalls localCalls = new LocalCalls();

  /** An engine with a timer thread of its own. */
  public CoreRpc(RpcLimits limits) {
    this(limits, new TimerClock());
  }

  private CoreRpc(RpcLimits limits, TimerClock clock) {
    this(limits, clock, clock);
  }

  /**
   * An engine.
   *
   * @param owned closed with the engine
   */
  CoreRpc(RpcLimits limits, Clock clock, AutoCloseable owned) {
    this.limits = limits;
    this.owned = owned;
    this.budget = new ChunkBudget(limits);
    Outbox outbox = new Outbox(limits, new ChunkSender(limits, clock, CoreRpc::callBuiltIn));
    keeper = new Keeper(clock, limits, outbox, counters);
    caller = new Caller(limits, outbox, keeper, counters);
    Runner runner = new Runner(limits, keeper, counters);
    receiver = new Receiver(limits, outbox, keeper, caller, runner, budget, counters);
  }

  /** What went wrong so far. */
  RpcCounters counters() {
    return counters;
  }

  private static CompletableFuture<Object> callBuiltIn(
      Peer peer, String target, String method, List<Object> args) {
    // a long message goes on with the engine that has taken the peer over
    return peer.engine()
        .call(peer, peer.function(target, method), args, Map.of(), CallOptions.DEFAULT);
  }

  @Override
  public void receive(Peer peer, ByteBuffer main, ByteBuffer extra, Lease lease) {
    receiver.receive(peer, main, extra, lease);
  }

  @Override
  public void receive(Peer peer, ByteBuffer frame, Lease lease) {
    receiver.receive(peer, frame, lease);
  }

  @Override
  public void adopt(Peer peer) {
    budget.count(peer.conversation());
    keeper.adopt(peer);
  }

  @Override
  public CompletableFuture<Object> call(
      Peer peer,
      RemoteFunction function,
      List<Object> args,
      Map<String, Object> kwargs,
      CallOptions options) {
    return function.target().equals(peer.address())
        ? localCalls.call(peer, function, new Call(args, kwargs, self(peer, options)))
        : caller.call(peer, function, args, kwargs, options);
  }

  private static Call.Context self(Peer peer, CallOptions options) {
    Map<String, Object> user = options.user() == null ? Map.of() : options.user();
    return new Call.Context(peer.address(), peer.address(), peer.workspace(), user, Map.of());
  }

  @Override
  public Object represent(Peer peer, Object value) {
    return new Representer(peer, FunctionScope.NOWHERE, limits.depth()).represent(value);
  }

  @Override
  public Object restore(Peer peer, String from, Object representation) {
    return new Restorer(peer, from, limits.depth()).restore(representation);
  }

  @Override
  public ByteBuffer pack(Object representation) {
    return MsgpackWriter.gather(representation, limits.depth()).join();
  }

  @Override
  public Object unpack(ByteBuffer msgpack) {
    return new MsgpackReader(msgpack, limits.depth(), limits.values()).readAll();
  }

  /** Stops the timer. Peers go on with the engine that they are attached to next. */
  @Override
  public void close() {
    keeper.close();
    try {
      owned.close();
    } catch (Exception e) {
      throw new RpcException(RpcException.Kind.DATA, "the timer does not close: " + e);
    }
  }
}
