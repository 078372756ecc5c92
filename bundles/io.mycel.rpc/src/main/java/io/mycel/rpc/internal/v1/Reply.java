package io.mycel.rpc.internal.v1;

import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.v1.PluginLimits;
import io.mycel.api.rpc.v1.PluginPeer;
import io.mycel.rpc.internal.Errors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers one call of the other side. */
final class Reply {
  private static final Logger LOG = LoggerFactory.getLogger(Reply.class);

  private record Half(String target, int id) {}

  private final PluginPeer peer;
  private final PluginLimits limits;
  private final String label;
  private final Half resolve;
  private final Half reject;

  private Reply(PluginPeer peer, PluginLimits limits, String label, Half resolve, Half reject) {
    this.peer = peer;
    this.limits = limits;
    this.label = label;
    this.resolve = resolve;
    this.reject = reject;
  }

  /**
   * The answer that a message wants.
   *
   * @throws RpcException if its promise cannot be read
   */
  static Reply to(PluginPeer peer, PluginLimits limits, String label, Map<?, ?> message) {
    if (message.get("promise") == null) {
      return new Reply(peer, limits, label, null, null);
    }
    List<?> promise = Incoming.list(message, "promise");
    if (promise.size() != 2) {
      throw Leaves.data(label + ": 'promise' must be [resolve, reject]");
    }
    return new Reply(peer, limits, label, half(peer, promise.get(0)), half(peer, promise.get(1)));
  }

  private static Half half(PluginPeer peer, Object value) {
    if (!(value instanceof Map<?, ?> map) || !"callback".equals(map.get("_rtype"))) {
      throw Leaves.data("'promise' must hold two callbacks");
    }
    String target = map.get("_rtarget_id") instanceof String id ? id : peer.peerId();
    return new Half(target, Incoming.number(map, "_rvalue"));
  }

  void resolve(Object value) {
    if (resolve == null) {
      return;
    }
    ValueEncoder encoder = new ValueEncoder(peer, limits);
    Object args;
    try {
      args = encoder.encode(Collections.singletonList(value));
    } catch (RpcException e) {
      encoder.rollBack();
      reject(e);
      return;
    }
    send(resolve, args);
  }

  void reject(Throwable failure) {
    if (reject == null) {
      LOG.warn(
          "plugin {}: {} failed, and nobody waits: {}",
          peer.peerId(),
          label,
          Errors.message(Errors.unwrap(failure)));
      return;
    }
    send(reject, new ArrayList<>(List.of(Leaves.error(failure))));
  }

  private void send(Half half, Object args) {
    Map<String, Object> message = Outgoing.message("callback");
    message.put("target_id", half.target());
    message.put("id", half.id());
    message.put("args", args);
    message.put("with_kwargs", false);
    Outgoing.tell(peer, message);
  }
}
