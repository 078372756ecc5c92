package io.mycel.http.internal;

import io.mycel.api.rpc.CallOptions;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RpcEngine;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.transport.Lease;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/**
 * Stands for the data representation: an ndarray of it is an {@link Array}, and its msgpack is text
 * that begins with {@code mp:}.
 */
final class FakeEngine implements RpcEngine {
  static final String UNPACKABLE = "broken";

  /** The value of {@code {"_rtype": "ndarray"}}. */
  record Array(ByteBuffer bytes, String from) {}

  private final BiFunction<RemoteFunction, List<Object>, CompletableFuture<Object>> calls;

  FakeEngine() {
    this(
        (function, args) -> {
          throw new UnsupportedOperationException("HTTP calls through the hub");
        });
  }

  FakeEngine(BiFunction<RemoteFunction, List<Object>, CompletableFuture<Object>> calls) {
    this.calls = calls;
  }

  @Override
  public Object restore(Peer peer, String from, Object tree) {
    if (tree instanceof Map<?, ?> map && "ndarray".equals(map.get("_rtype"))) {
      if (map.get("_rvalue") instanceof ByteBuffer bytes) {
        return new Array(bytes, from);
      }
      throw new RpcException(RpcException.Kind.DATA, "ndarray without bytes");
    }
    return tree;
  }

  @Override
  public Object represent(Peer peer, Object value) {
    return value instanceof Array array
        ? Map.of("_rtype", "ndarray", "_rvalue", array.bytes())
        : value;
  }

  @Override
  public ByteBuffer pack(Object tree) {
    return ByteBuffer.wrap(("mp:" + tree).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Object unpack(ByteBuffer msgpack) {
    String text = StandardCharsets.UTF_8.decode(msgpack).toString();
    if (text.equals(UNPACKABLE)) {
      throw new RpcException(RpcException.Kind.DATA, "unexpected end at byte 3");
    }
    return Map.of("packed", text);
  }

  @Override
  public void receive(Peer peer, ByteBuffer main, ByteBuffer extra, Lease lease) {
    throw new UnsupportedOperationException("HTTP receives no frames");
  }

  @Override
  public void adopt(Peer peer) {
    throw new UnsupportedOperationException("HTTP keeps no peer");
  }

  @Override
  public CompletableFuture<Object> call(
      Peer peer,
      RemoteFunction function,
      List<Object> args,
      Map<String, Object> kwargs,
      CallOptions options) {
    return calls.apply(function, args);
  }
}
