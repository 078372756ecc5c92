package io.mycel.rpc.internal.v1;

import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.v1.PluginGroup;
import io.mycel.api.rpc.v1.PluginLimits;
import io.mycel.api.rpc.v1.PluginPeer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes messages of one plugin on to another ({@code target_id}), without decoding them. */
final class Forwarder {
  private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);

  private final PluginLimits limits;

  Forwarder(PluginLimits limits) {
    this.limits = limits;
  }

  boolean isForAnother(PluginPeer peer, Map<String, Object> message) {
    return peer.role() == PluginPeer.Role.CORE
        && peer.peerId() != null
        && message.get("target_id") instanceof String target
        && !target.equals(peer.peerId());
  }

  void forward(PluginPeer from, Map<String, Object> message) {
    String target = Incoming.text(message, "target_id");
    Reply reply = Reply.to(from, limits, String.valueOf(message.get("type")), message);
    try {
      Optional<PluginPeer> to = from.group().peer(target);
      if (to.isEmpty()) {
        throw gone(target);
      }
      if ("callback".equals(message.get("type"))) {
        PluginGroup.Key key = new PluginGroup.Key(target, Incoming.number(message, "id"));
        if (!from.group().use(key, from.peerId())) {
          throw new RpcException(
              RpcException.Kind.PERMISSION,
              "Permission denied: callback " + key.id() + " was not passed to this plugin");
        }
      } else if (!"method".equals(message.get("type"))) {
        throw Leaves.data("only method and callback have a target_id");
      }
      grantPromise(from, target, message.get("promise"));
      grantIn(from, target, message.get("args"), 0);
      Outgoing.send(to.get(), new LinkedHashMap<>(message));
    } catch (RpcException e) {
      reply.reject(e);
    }
  }

  private void grantPromise(PluginPeer from, String user, Object promise) {
    if (promise instanceof List<?> halves && halves.size() == 2) {
      Integer resolve = callback(from, halves.get(0));
      Integer reject = callback(from, halves.get(1));
      if (resolve != null && reject != null) {
        grant(from, resolve, new PluginGroup.Grant(user, reject, false));
        grant(from, reject, new PluginGroup.Grant(user, resolve, true));
      }
    }
  }

  private void grantIn(PluginPeer from, String user, Object value, int depth) {
    if (depth > limits.depth()) {
      throw Leaves.data("value nested deeper than " + limits.depth() + " levels");
    }
    Integer id = callback(from, value);
    if (id != null) {
      grant(from, id, new PluginGroup.Grant(user, -1, false));
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(item -> grantIn(from, user, item, depth + 1));
    } else if (value instanceof List<?> list) {
      list.forEach(item -> grantIn(from, user, item, depth + 1));
    }
  }

  private void grant(PluginPeer from, int id, PluginGroup.Grant grant) {
    if (!from.group().grant(new PluginGroup.Key(from.peerId(), id), grant, limits.callbacks())) {
      throw Leaves.data(
          "plugins have passed " + limits.callbacks() + " callbacks to each other: none left");
    }
  }

  /** The number of a callback of this plugin; null if the value is something else. */
  private static Integer callback(PluginPeer from, Object value) {
    return value instanceof Map<?, ?> map
            && "callback".equals(map.get("_rtype"))
            && from.peerId().equals(map.get("_rtarget_id"))
        ? Integer.valueOf(Incoming.number(map, "_rvalue"))
        : null;
  }

  /** A plugin is gone: those who wait for its answers get an error instead. */
  void left(PluginPeer peer) {
    if (peer.group() == null || peer.peerId() == null) {
      return;
    }
    List<PluginGroup.Key> broken = new ArrayList<>(peer.group().leave(peer.peerId(), peer));
    for (PluginGroup.Key key : broken) {
      LOG.debug("plugin {} has left a call of {} open", peer.peerId(), key.owner());
      peer.group()
          .peer(key.owner())
          .ifPresent(
              owner -> {
                Map<String, Object> message = Outgoing.message("callback");
                message.put("target_id", key.owner());
                message.put("id", key.id());
                message.put("args", List.of(Leaves.error(gone(peer.peerId()))));
                message.put("with_kwargs", false);
                Outgoing.tell(owner, message);
              });
    }
  }

  private static RpcException gone(String peerId) {
    return new RpcException(
        RpcException.Kind.PEER_GONE, "Peer " + peerId + " is not connected any more");
  }
}
