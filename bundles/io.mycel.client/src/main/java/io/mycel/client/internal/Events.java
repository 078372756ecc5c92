package io.mycel.client.internal;

import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RpcEngine;
import io.mycel.api.rpc.RpcException;
import io.mycel.client.Event;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Events that a client tells and is told. */
public final class Events {
  /** What clients in Python can decode, less what the server adds. */
  private static final int MAX_BYTES = 500_000;

  private static final Set<String> OWN = Set.of("method", "force-exit");

  private final Peer peer;
  private final RpcEngine engine;

  /** The events of a client. */
  public Events(Peer peer, RpcEngine engine) {
    this.peer = peer;
    this.engine = engine;
  }

  /** Listens to events of a type; null to listen no more. */
  public void on(String type, Consumer<Event> listener) {
    if (OWN.contains(type)) {
      throw new IllegalArgumentException("events of type " + type + " are not for programs");
    }
    peer.on(type, listener == null ? null : main -> listener.accept(event(type, main)));
  }

  private Event event(String type, Map<String, Object> main) {
    String from = main.get("from") instanceof String address ? address : null;
    Object data = main.get("data");
    return new Event(type, from, data == null ? null : engine.restore(peer, from, data), main);
  }

  /** Tells an event. */
  public void emit(String type, String to, Object data) {
    if (OWN.contains(type)) {
      throw new IllegalArgumentException("events of type " + type + " are not for programs");
    }
    Map<String, Object> main = new LinkedHashMap<>();
    main.put("type", type);
    main.put("from", peer.address());
    main.put("to", to);
    if (data != null) {
      main.put("data", engine.represent(peer, data));
    }
    ByteBuffer frame = engine.pack(main);
    if (frame.remaining() > MAX_BYTES) {
      throw new RpcException(
          RpcException.Kind.DATA,
          "event " + type + " has " + frame.remaining() + " bytes, but may have " + MAX_BYTES);
    }
    if (!peer.link().send(frame, ByteBuffer.allocate(0))) {
      throw new RpcException(
          RpcException.Kind.PEER_GONE,
          "event " + type + ": the client is offline or its queue full");
    }
  }
}
