package io.mycel.rpc.internal;

import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcLimits;
import io.mycel.api.rpc.RunningCall;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Packs frames and sends them: short ones at once, long ones in pieces. */
final class Outbox {
  /** What a frame may be longer than a piece, as the clients have it. */
  static final int FRAME_OVERHEAD = 1024;

  static final String MESSAGE_CACHE = "services.built-in.message_cache.";

  private static final CompletableFuture<Void> SENT = CompletableFuture.completedFuture(null);

  /** Sends a message that is too long for one frame. */
  interface LongMessages {
    CompletableFuture<Void> send(Peer peer, String target, String parent, Gather message);
  }

  private final RpcLimits limits;
  private final LongMessages longMessages;

  Outbox(RpcLimits limits, LongMessages longMessages) {
    this.limits = limits;
    this.longMessages = longMessages;
  }

  /** The first fields of a routing map. */
  static Map<String, Object> main(Peer peer, String to, String method) {
    Map<String, Object> main = new LinkedHashMap<>();
    main.put("type", "method");
    main.put("from", peer.address());
    main.put("to", to);
    main.put("method", method);
    return main;
  }

  /**
   * Sends a message.
   *
   * @param main the routing map
   * @param extra the payload map, a plain tree; null if there is none
   * @return done when its last byte is with the link; fails with an {@link RpcException}
   */
  CompletableFuture<Void> send(Peer peer, Map<String, Object> main, Map<String, Object> extra) {
    Gather head = MsgpackWriter.gather(main, limits.depth());
    Gather tail = extra == null ? Gather.EMPTY : MsgpackWriter.gather(extra, limits.depth() + 2);
    boolean fits = head.size() + tail.size() <= limits.chunkBytes() + FRAME_OVERHEAD;
    boolean piece = ((String) main.get("method")).startsWith(MESSAGE_CACHE);
    if (fits || piece) {
      return deliver(peer, head.join(), tail.join());
    }
    return longMessages.send(
        peer, (String) main.get("to"), (String) main.get("parent"), head.and(tail));
  }

  private static CompletableFuture<Void> deliver(Peer peer, ByteBuffer head, ByteBuffer tail) {
    try {
      if (peer.link().send(head, tail)) {
        return SENT;
      }
    } catch (RpcException refused) {
      return CompletableFuture.failedFuture(refused);
    }
    return CompletableFuture.failedFuture(
        new RpcException(
            RpcException.Kind.PEER_GONE,
            "the link of " + peer.address() + " is closed or its queue is full"));
  }

  /** Tells the caller that its call is still being worked on; wants no answer. */
  void heartbeat(Peer peer, RunningCall call) {
    Map<String, Object> main = main(peer, call.caller(), call.heartbeat());
    if (call.session() != null) {
      main.put("parent", call.session());
    }
    send(peer, main, null);
  }
}
