package io.mycel.rpc.internal.v1;

import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.v1.PluginConversation;
import io.mycel.api.rpc.v1.PluginFunction;
import io.mycel.api.rpc.v1.PluginLimits;
import io.mycel.api.rpc.v1.PluginPeer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one message lets the other side call; kept when the whole message is encoded. */
final class Exposure {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** An object whose functions can be called until it is disposed of. */
  record Interface(String id, Map<String, RpcFunction> functions) {}

  private final PluginPeer peer;
  private final PluginLimits limits;
  private final List<Interface> opened = new ArrayList<>();
  private final List<String> committed = new ArrayList<>();
  private final List<Integer> callbacks = new ArrayList<>();

  Exposure(PluginPeer peer, PluginLimits limits) {
    this.peer = peer;
    this.limits = limits;
  }

  /** An interface for the functions of a map, under the id that the map wants ({@code _rintf}). */
  Interface open(Map<?, ?> map) {
    Interface opening = new Interface(id(map), new LinkedHashMap<>());
    opened.add(opening);
    return opening;
  }

  /**
   * A map that came from elsewhere gets an id below its origin's, so that no plugin can take the
   * place of an object of somebody else.
   */
  private static String id(Map<?, ?> map) {
    if (map.get("_rintf") instanceof String wanted && !wanted.isEmpty()) {
      for (Object value : map.values()) {
        if (value instanceof PluginFunction function) {
          return function.peer().peerId() + "/" + wanted;
        }
      }
      return wanted;
    }
    byte[] random = new byte[12];
    RANDOM.nextBytes(random);
    StringBuilder id = new StringBuilder();
    for (byte b : random) {
      id.append(Character.forDigit((b >> 4) & 15, 16)).append(Character.forDigit(b & 15, 16));
    }
    return id.toString();
  }

  Object function(PluginFunction function, Interface offered, String path, boolean lasting) {
    return offered == null
        ? callback(function, lasting)
        : method(function, function, offered, path);
  }

  Object function(Object value, RpcFunction function, Interface offered, String path) {
    if (offered != null) {
      return method(value, function, offered, path);
    }
    return callback(function, false);
  }

  private Object method(Object value, RpcFunction function, Interface offered, String path) {
    offered.functions().put(path, function);
    return Leaves.typed(
        "interface", "_rtarget_id", peer.peerId(), "_rintf", offered.id(), "_rvalue", path);
  }

  private Object callback(RpcFunction function, boolean lasting) {
    int id = peer.conversation().callbacks().put(function, lasting, limits.callbacks());
    callbacks.add(id);
    return Leaves.typed(
        "callback", "_rtarget_id", peer.peerId(), "_rname", "Function", "_rvalue", id);
  }

  /** Keeps what was opened and has functions. */
  void commit() {
    PluginConversation conversation = peer.conversation();
    for (Interface opening : opened) {
      if (opening.functions().isEmpty()) {
        continue;
      }
      if (conversation.objects().size() >= limits.objects()
          && !conversation.objects().containsKey(opening.id())) {
        throw new RpcException(
            RpcException.Kind.DATA,
            "plugin "
                + peer.peerId()
                + " holds "
                + limits.objects()
                + " objects already: dispose of them (api.disposeObject) when they are done");
      }
      conversation.objects().put(opening.id(), opening.functions());
      committed.add(opening.id());
    }
    opened.clear();
  }

  /** Takes everything back. */
  void rollBack() {
    committed.forEach(peer.conversation().objects()::remove);
    callbacks.forEach(peer.conversation().callbacks()::forget);
    committed.clear();
    callbacks.clear();
    opened.clear();
  }
}
