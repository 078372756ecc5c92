package io.mycel.rpc.internal.v1;

import io.mycel.api.rpc.v1.PluginPeer;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides which messages of a core a plugin may act on. */
final class Access {
  private static final Logger LOG = LoggerFactory.getLogger(Access.class);

  private Access() {}

  static boolean permits(PluginPeer peer, Map<String, Object> message) {
    if (peer.role() == PluginPeer.Role.CORE) {
      return true;
    }
    Object named = message.get("peer_id");
    if (named != null && !named.equals(peer.peerId())) {
      LOG.warn("plugin {}: a message for peer {} came here", peer.peerId(), named);
      return false;
    }
    if (!wantsToken(peer.config())
        || "initialize".equals(message.get("type"))
        || peer.listener().trusts(message.get("access_token") instanceof String t ? t : null)) {
      return true;
    }
    LOG.warn("plugin {}: {} without a valid access_token", peer.peerId(), message.get("type"));
    return false;
  }

  /** Whether a plugin's config asks for a token on every message. */
  static boolean wantsToken(Map<String, Object> config) {
    return config.get("auth") instanceof Map<?, ?> auth && "jwt".equals(auth.get("type"));
  }
}
