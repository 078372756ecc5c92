package io.mycel.rpc.internal.v1;

import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.v1.PluginConversation.Disposal;
import io.mycel.api.rpc.v1.PluginLimits;
import io.mycel.api.rpc.v1.PluginPeer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets go of objects: one at a time, since {@code disposed} does not say which. */
final class Disposals {
  private static final Logger LOG = LoggerFactory.getLogger(Disposals.class);

  private final PluginLimits limits;

  Disposals(PluginLimits limits) {
    this.limits = limits;
  }

  CompletableFuture<Void> dispose(PluginPeer peer, String objectId) {
    Disposal disposal = new Disposal(objectId, new CompletableFuture<>());
    try {
      if (peer.conversation().disposals().add(disposal, limits.objects())) {
        send(peer, disposal);
      }
    } catch (RpcException e) {
      disposal.done().completeExceptionally(e);
    }
    return Timeouts.within(
        peer,
        disposal.done().copy(),
        limits.handshakeTimeout(),
        "the other side has not disposed of object " + objectId);
  }

  /** Sends the one whose turn it is; one that cannot be sent has failed, and the next is tried. */
  private static void send(PluginPeer peer, Disposal first) {
    for (Disposal next = first; next != null; next = peer.conversation().disposals().next()) {
      Map<String, Object> message = Outgoing.message("disposeObject");
      message.put("object_id", next.objectId());
      try {
        Outgoing.send(peer, message);
        return;
      } catch (RpcException e) {
        next.done().completeExceptionally(e);
      }
    }
  }

  void disposed(PluginPeer peer, Map<String, Object> message) {
    Disposal disposal = peer.conversation().disposals().current();
    if (disposal == null) {
      LOG.warn("plugin {}: disposed, but nothing was to be disposed of", peer.peerId());
      return;
    }
    Disposal next = peer.conversation().disposals().next();
    Object error = message.get("error");
    peer.run(
        () -> {
          if (error == null) {
            disposal.done().complete(null);
          } else {
            disposal
                .done()
                .completeExceptionally(
                    new RpcException(RpcException.Kind.REMOTE, String.valueOf(error)));
          }
        });
    send(peer, next);
  }

  /** The other side does not need an object of this one any more. */
  void disposeObject(PluginPeer peer, Map<String, Object> message) {
    Map<String, Object> disposed = Outgoing.message("disposed");
    if (!(message.get("object_id") instanceof String id)
        || peer.conversation().objects().remove(id) == null) {
      disposed.put("error", "Error: Object (id=" + message.get("object_id") + ") not found.");
    }
    Outgoing.tell(peer, disposed);
  }
}
