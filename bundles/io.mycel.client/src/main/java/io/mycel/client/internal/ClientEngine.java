package io.mycel.client.internal;

import io.mycel.api.rpc.CallOptions;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RpcEngine;
import io.mycel.api.transport.Lease;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The engine as a client's peer sees it: calls take the client's time-out and wait while it is
 * offline, and those of a manager go to the manager of the server that is there now.
 */
final class ClientEngine implements RpcEngine {
  private final RpcEngine engine;
  private final CallOptions defaults;
  private final OfflineGate gate;

  ClientEngine(RpcEngine engine, CallOptions defaults, OfflineGate gate) {
    this.engine = engine;
    this.defaults = defaults;
    this.gate = gate;
  }

  @Override
  public void receive(Peer peer, ByteBuffer main, ByteBuffer extra, Lease lease) {
    engine.receive(peer, main, extra, lease);
  }

  @Override
  public void adopt(Peer peer) {
    engine.adopt(peer);
  }

  @Override
  public CompletableFuture<Object> call(
      Peer peer,
      RemoteFunction function,
      List<Object> args,
      Map<String, Object> kwargs,
      CallOptions options) {
    CallOptions used = options == CallOptions.DEFAULT ? defaults : options;
    if (function.target().equals(peer.address())) {
      return engine.call(peer, function, args, kwargs, used);
    }
    return gate.pass(() -> engine.call(peer, current(peer, function), args, kwargs, used));
  }

  /** A function of a manager that was met earlier, as one of the manager that is there now. */
  private static RemoteFunction current(Peer peer, RemoteFunction function) {
    return function.target().startsWith("*/")
        ? new RemoteFunction(
            peer, peer.managerAddress(), function.method(), function.promise(), function.wire())
        : function;
  }

  @Override
  public Object represent(Peer peer, Object value) {
    return engine.represent(peer, value);
  }

  @Override
  public Object restore(Peer peer, String from, Object representation) {
    return engine.restore(peer, from, representation);
  }

  @Override
  public ByteBuffer pack(Object representation) {
    return engine.pack(representation);
  }

  @Override
  public Object unpack(ByteBuffer msgpack) {
    return engine.unpack(msgpack);
  }
}
