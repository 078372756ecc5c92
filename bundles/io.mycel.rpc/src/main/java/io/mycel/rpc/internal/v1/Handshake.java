package io.mycel.rpc.internal.v1;

import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.v1.PluginConversation;
import io.mycel.api.rpc.v1.PluginConversation.AccessToken;
import io.mycel.api.rpc.v1.PluginFunction;
import io.mycel.api.rpc.v1.PluginLimits;
import io.mycel.api.rpc.v1.PluginPeer;
import io.mycel.rpc.internal.Errors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How core and plugin get to know each other's api. */
final class Handshake {
  private static final Logger LOG = LoggerFactory.getLogger(Handshake.class);
  private static final String API_VERSION = "0.2.3";
  private static final int OPEN_EXPORTS = 100;

  private final PluginLimits limits;

  Handshake(PluginLimits limits) {
    this.limits = limits;
  }

  void start(PluginPeer peer) {
    String late =
        peer.role() == PluginPeer.Role.CORE
            ? "the plugin did not start: it has not taken the api"
            : "the core has not sent its api";
    PluginConversation conversation = peer.conversation();
    Timeouts.within(peer, conversation.ready().copy(), limits.handshakeTimeout(), late)
        .exceptionally(
            failure -> {
              conversation.ready().completeExceptionally(Errors.rpc(failure));
              return null;
            });
    if (peer.role() == PluginPeer.Role.PLUGIN) {
      boolean waits = Boolean.TRUE.equals(peer.config().get("wait_for_initialization"));
      introduce(peer, waits ? "imjoyRPCReady" : "initialized", peer.config());
    }
  }

  private static void introduce(PluginPeer peer, String type, Map<?, ?> config) {
    Map<String, Object> told = new LinkedHashMap<>();
    config.forEach((key, value) -> told.put(String.valueOf(key), value));
    told.remove("wait_for_initialization");
    Object origin = told.remove("origin");
    told.putIfAbsent("api_version", API_VERSION);
    Map<String, Object> message = Outgoing.message(type);
    message.put("config", told);
    if (origin != null) {
      message.put("origin", origin);
    }
    message.put("peer_id", peer.peerId());
    Outgoing.tell(peer, message);
  }

  /** At the core: a plugin waits to be told its config. */
  void ready(PluginPeer peer, Map<String, Object> message) {
    demand(peer, PluginPeer.Role.CORE, "imjoyRPCReady");
    if (peer.peerId() == null) {
      identify(peer, message);
    }
    Map<String, Object> initialize = Outgoing.message("initialize");
    initialize.put("config", peer.config());
    Outgoing.tell(peer, initialize);
  }

  /** At the plugin: the core's config wins over its own. */
  void initialize(PluginPeer peer, Map<String, Object> message) {
    demand(peer, PluginPeer.Role.PLUGIN, "initialize");
    Map<String, Object> config = new LinkedHashMap<>(peer.config());
    Incoming.map(message, "config").forEach((key, value) -> config.put(key, value));
    config.remove("credential"); // for the plugin alone
    peer.conversation().remoteConfig(Incoming.map(message, "config"));
    introduce(peer, "initialized", config);
  }

  /** At the core: the plugin is there, and gets the api. */
  void initialized(PluginPeer peer, Map<String, Object> message) {
    demand(peer, PluginPeer.Role.CORE, "initialized");
    PluginConversation conversation = peer.conversation();
    if (peer.peerId() == null) {
      identify(peer, message);
    }
    Map<String, Object> config = Incoming.map(message, "config");
    conversation.remoteConfig(config);
    if (Access.wantsToken(config)) {
      conversation.accessToken(token(peer, message, (Map<?, ?>) config.get("auth")));
    }
    CompletableFuture<Void> taken = new CompletableFuture<>();
    taken.whenComplete(
        (done, failure) -> {
          if (failure == null) {
            peer.run(() -> conversation.ready().complete(null));
          } else {
            conversation.ready().completeExceptionally(failure);
          }
        });
    send(peer, conversation.want(), taken);
  }

  private static void identify(PluginPeer peer, Map<String, Object> message) {
    if (!(message.get("peer_id") instanceof String id) || id.isEmpty() || id.length() > 200) {
      throw refused(peer, "a plugin must say its peer_id, a text of 1 to 200 characters");
    }
    if (!peer.group().join(id, peer)) {
      throw refused(peer, "peer_id " + id + " is taken by another plugin");
    }
    peer.peerId(id);
  }

  /** A plugin that cannot be taken in. */
  private static RpcException refused(PluginPeer peer, String reason) {
    RpcException failure = new RpcException(RpcException.Kind.DATA, reason);
    peer.conversation().ready().completeExceptionally(failure);
    return failure;
  }

  /** A token is only sent back to a plugin that names its origin, as in ImJoy's core. */
  private static AccessToken token(PluginPeer peer, Map<String, Object> message, Map<?, ?> auth) {
    Object origin = message.get("origin");
    if (!(origin instanceof String) || "*".equals(origin)) {
      LOG.warn("plugin {}: no origin, so its access_token is not used", peer.peerId());
      return null;
    }
    if (!(auth.get("access_token") instanceof String value)) {
      throw refused(peer, "config.auth of type jwt needs an access_token");
    }
    double expires =
        auth.get("expires_in") instanceof Number seconds
            ? seconds.doubleValue()
            : Double.POSITIVE_INFINITY;
    return new AccessToken(value, expires);
  }

  /** The other side's api. */
  void setInterface(PluginPeer peer, Map<String, Object> message) {
    PluginConversation conversation = peer.conversation();
    if (!(new ValueDecoder(peer, limits).decode(message.get("api")) instanceof Map<?, ?> decoded)) {
      throw new RpcException(RpcException.Kind.DATA, "setInterface needs an api, a map");
    }
    Map<String, Object> api = new LinkedHashMap<>();
    decoded.forEach((key, value) -> api.put(String.valueOf(key), value));
    conversation.currentApi(api);
    Outgoing.tell(peer, Outgoing.message("interfaceSetAsRemote"));
    peer.run(
        () -> {
          conversation.remoteApi().complete(api);
          if (peer.role() == PluginPeer.Role.PLUGIN) {
            conversation.ready().complete(null);
          }
        });
  }

  CompletableFuture<Map<String, Object>> requestApi(PluginPeer peer) {
    try {
      Outgoing.send(peer, Outgoing.message("getInterface"));
    } catch (RpcException e) {
      return CompletableFuture.failedFuture(e);
    }
    return Timeouts.within(
            peer,
            peer.conversation().remoteApi().copy(),
            limits.handshakeTimeout(),
            "plugin " + peer.peerId() + " has not exported an api: does it call api.export(…)?")
        .thenApply(first -> peer.conversation().currentApi());
  }

  void getInterface(PluginPeer peer) {
    Object api = peer.conversation().want();
    if (api != null) {
      send(peer, api, new CompletableFuture<>());
    }
  }

  CompletableFuture<Void> export(PluginPeer peer, Object api) {
    CompletableFuture<Void> taken = new CompletableFuture<>();
    if (peer.conversation().closed() != null) {
      taken.completeExceptionally(peer.conversation().closed());
      return taken;
    }
    PluginConversation conversation = peer.conversation();
    ExportedApi.encoding(api).ifPresent(peer::addEncoding);
    if (conversation.offer(api)) {
      send(peer, api, taken);
      return Timeouts.within(
          peer, taken, limits.handshakeTimeout(), "the other side has not taken the api");
    }
    return conversation.ready().copy();
  }

  void interfaceSetAsRemote(PluginPeer peer) {
    CompletableFuture<Void> taken = peer.conversation().exports().current();
    if (taken == null) {
      LOG.warn("plugin {}: interfaceSetAsRemote, but no api was sent", peer.peerId());
      return;
    }
    peer.conversation().exports().next();
    peer.run(() -> taken.complete(null));
  }

  private void send(PluginPeer peer, Object api, CompletableFuture<Void> taken) {
    ValueEncoder encoder = new ValueEncoder(peer, limits);
    try {
      Map<String, Object> message = Outgoing.message("setInterface");
      message.put("api", encoder.encodeInterface(withForwarded(peer, api)));
      peer.conversation().exports().add(taken, OPEN_EXPORTS);
      Outgoing.send(peer, message);
    } catch (RpcException e) {
      encoder.rollBack();
      taken.completeExceptionally(e);
    }
  }

  /**
   * The functions of the core that a plugin's api must have as well ({@code on}, {@code close}).
   */
  private static Object withForwarded(PluginPeer peer, Object api) {
    PluginConversation conversation = peer.conversation();
    if (peer.role() == PluginPeer.Role.CORE
        || !(conversation.remoteConfig().get("forwarding_functions") instanceof List<?> names)
        || conversation.currentApi() == null) {
      return api;
    }
    Map<String, Object> all = new LinkedHashMap<>(ExportedApi.members(api));
    for (Object name : names) {
      if (conversation.currentApi().get(name) instanceof PluginFunction function) {
        RpcFunction relay = call -> function.call(call.args(), call.kwargs());
        all.putIfAbsent(String.valueOf(name), relay);
      }
    }
    return all;
  }

  private static void demand(PluginPeer peer, PluginPeer.Role role, String type) {
    if (peer.role() != role) {
      throw new RpcException(
          RpcException.Kind.DATA, type + " is not for the " + peer.role().name().toLowerCase());
    }
  }
}
