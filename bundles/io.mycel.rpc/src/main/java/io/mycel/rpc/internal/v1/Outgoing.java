package io.mycel.rpc.internal.v1;

import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.v1.PluginConversation.AccessToken;
import io.mycel.api.rpc.v1.PluginPeer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends messages, with what each end adds to them. */
final class Outgoing {
  private static final Logger LOG = LoggerFactory.getLogger(Outgoing.class);

  private Outgoing() {}

  /** A message to be filled. */
  static Map<String, Object> message(String type) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("type", type);
    return message;
  }

  /**
   * Sends a message of which the sender waits for an effect.
   *
   * @throws RpcException if it cannot be sent
   */
  static void send(PluginPeer peer, Map<String, Object> message) {
    RpcException closed = peer.conversation().closed();
    if (closed != null) {
      throw closed;
    }
    if (peer.role() == PluginPeer.Role.CORE) {
      message.put("peer_id", peer.peerId());
      AccessToken token = peer.conversation().accessToken();
      if (token != null) {
        if (System.currentTimeMillis() / 1000.0 >= token.expiresAtSeconds()) {
          throw new RpcException(
              RpcException.Kind.PERMISSION,
              "the access token of plugin " + peer.peerId() + " has expired: connect it again");
        }
        message.put("access_token", token.value());
      }
    }
    if (!peer.port().send(message)) {
      throw new RpcException(
          RpcException.Kind.PEER_GONE,
          "Peer "
              + peer.peerId()
              + (peer.port().isOpen()
                  ? " does not keep up: its queue of messages is full"
                  : " is not connected any more"));
    }
  }

  /**
   * Sends a message for which the other side waits. If that is not possible, the conversation has
   * lost its thread and ends: better than a caller that waits for ever.
   */
  static void tell(PluginPeer peer, Map<String, Object> message) {
    try {
      send(peer, message);
    } catch (RpcException e) {
      if (peer.port().isOpen()) {
        LOG.warn("plugin {}: {} not sent: {}", peer.peerId(), message.get("type"), e.getMessage());
        peer.port().close(e.getMessage());
      }
    }
  }
}
