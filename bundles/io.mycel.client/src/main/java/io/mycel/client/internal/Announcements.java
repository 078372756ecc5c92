package io.mycel.client.internal;

import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.Service;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the server is told after each connect: the built-in service (by which it knows that the
 * client is there), the events that are wanted, the services.
 */
final class Announcements {
  private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);
  private static final String DISCONNECTED = "client_disconnected";
  private static final long API_VERSION = 3;

  private final Map<String, Service> services = new ConcurrentHashMap<>();
  private final Set<String> subscriptions = ConcurrentHashMap.newKeySet();

  Announcements() {
    // So that calls of a client that is gone fail at once; the engine listens to it.
    subscriptions.add(DISCONNECTED);
  }

  /** Offers a service, now and after every reconnect. */
  CompletableFuture<Void> register(Peer peer, Service service) {
    return peer.register(service).thenRun(() -> services.put(service.id(), service));
  }

  CompletableFuture<Void> unregister(Peer peer, String id) {
    services.remove(id);
    return peer.unregister(id);
  }

  /** Wants events, now and after every reconnect. */
  CompletableFuture<Void> subscribe(Peer peer, List<String> types) {
    return manager(peer, "subscribe").call(types).thenAccept(done -> subscriptions.addAll(types));
  }

  CompletableFuture<Void> unsubscribe(Peer peer, List<String> types) {
    List<String> ended = new ArrayList<>(types);
    ended.remove(DISCONNECTED);
    ended.forEach(subscriptions::remove);
    return manager(peer, "unsubscribe").call(ended).thenAccept(done -> {});
  }

  /** Tells the server everything; fails if it does not accept the client itself. */
  CompletableFuture<Void> all(Peer peer) {
    return manager(peer, "register_service")
        .call(builtIn(peer))
        .thenCompose(
            done -> {
              List<CompletableFuture<?>> rest = new ArrayList<>();
              rest.add(
                  manager(peer, "subscribe")
                      .call(List.copyOf(subscriptions))
                      .exceptionally(failure -> warn(peer, "the events wanted", failure)));
              services.values().forEach(service -> rest.add(again(peer, service)));
              return CompletableFuture.allOf(rest.toArray(CompletableFuture[]::new));
            });
  }

  private static CompletableFuture<?> again(Peer peer, Service service) {
    return peer.register(service)
        .exceptionally(
            failure -> {
              peer.services().putIfAbsent(service.id(), service); // the next reconnect tries again
              warn(peer, "service " + service.id(), failure);
              return null;
            });
  }

  private static Object warn(Peer peer, String what, Throwable failure) {
    LOG.warn("{}: the server does not take {}: {}", peer, what, failure.getMessage());
    return null;
  }

  private static Map<String, Object> builtIn(Peer peer) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("require_context", true);
    config.put("visibility", "public");
    config.put("api_version", API_VERSION);
    config.put("workspace", peer.workspace());
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("config", config);
    info.put("id", peer.address() + ":built-in");
    info.put("name", "Built-in service of " + peer.address());
    info.put("description", null);
    info.put("type", "built-in");
    info.put("docs", null);
    info.put("app_id", "*");
    info.put("service_schema", Map.of());
    return info;
  }

  private static RemoteFunction manager(Peer peer, String method) {
    return peer.function(peer.managerAddress(), "services.default." + method);
  }
}
