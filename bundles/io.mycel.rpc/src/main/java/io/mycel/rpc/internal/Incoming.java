package io.mycel.rpc.internal;

import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.transport.Lease;
import java.util.List;
import java.util.Map;

/** A call that arrived, its arguments still as they were on the wire. */
final class Incoming {
  private final Peer peer;
  private final Map<String, Object> main;
  private final Map<String, Object> extra;
  private final List<?> args;
  private final Map<?, ?> kwargs;
  private final boolean viewed;
  private Lease lease;

  /**
   * A call.
   *
   * @param viewed true if a value of it shows the memory of the frame
   * @param lease for that memory; used once, here
   * @throws RpcException of kind DATA if {@code args} is no list
   */
  Incoming(
      Peer peer, Map<String, Object> main, Map<String, Object> extra, boolean viewed, Lease lease) {
    this.peer = peer;
    this.main = main;
    this.extra = extra;
    this.viewed = viewed;
    this.lease = lease;
    Object given = extra.get("args");
    if (given != null && !(given instanceof List<?>)) {
      throw new RpcException(RpcException.Kind.DATA, "args must be a list");
    }
    List<?> all = given == null ? List.of() : (List<?>) given;
    boolean named =
        Boolean.TRUE.equals(extra.get("with_kwargs"))
            && !all.isEmpty()
            && all.get(all.size() - 1) instanceof Map<?, ?>;
    this.args = named ? all.subList(0, all.size() - 1) : all;
    this.kwargs = named ? (Map<?, ?>) all.get(all.size() - 1) : Map.of();
  }

  Peer peer() {
    return peer;
  }

  Map<String, Object> main() {
    return main;
  }

  Map<String, Object> extra() {
    return extra;
  }

  /** Positional arguments. */
  List<?> args() {
    return args;
  }

  /** Keyword arguments. */
  Map<?, ?> kwargs() {
    return kwargs;
  }

  /** Who sent it, as the hub says; null if it says nothing. */
  String from() {
    return Trees.text(main, "from");
  }

  /** The path of the called function. */
  String method() {
    return Trees.text(main, "method");
  }

  /** Takes the lease over; whoever calls this uses it. */
  Lease takeLease() {
    Lease taken = lease;
    lease = Lease.NONE;
    return taken;
  }

  /**
   * Uses the lease, unless it was taken over.
   *
   * @param kept true if the values of this call live on
   */
  void settle(boolean kept) {
    Lease mine = takeLease();
    if (kept && viewed) {
      mine.keep();
    } else {
      mine.release();
    }
  }

  RpcException methodNotFound() {
    return new RpcException(
        RpcException.Kind.METHOD_NOT_FOUND, "Method not found: " + peer.address() + ":" + method());
  }
}
