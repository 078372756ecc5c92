package io.mycel.js.internal.plugin;

import io.mycel.api.hub.Hub;
import io.mycel.api.hub.HubException;
import io.mycel.api.hub.Permission;
import io.mycel.api.hub.ServiceInfo;
import io.mycel.api.hub.User;
import io.mycel.api.plugin.PluginContext;
import io.mycel.api.plugin.PluginState;
import io.mycel.api.plugin.PluginStatus;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RemoteService;
import io.mycel.api.rpc.RpcException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Services of others, as far as a plugin may use them. */
final class OtherServices {
  private static final int MAX_SERVICES = 100;
  private static final Set<String> FOR_ALL = Set.of("public", "unlisted");

  private final PluginContext context;
  private final Supplier<Hub> hub;

  /**
   * Services for a plugin.
   *
   * @param hub gives null while there is none
   */
  OtherServices(PluginContext context, Supplier<Hub> hub) {
    this.context = context;
    this.hub = hub;
  }

  /** The exports of another plugin of the workspace, or else of a service of that name. */
  CompletionStage<Object> plugin(Arguments args) {
    String name = args.text(0, "name", "id");
    Optional<PluginStatus> known =
        context.plugins().plugins().stream()
            .filter(plugin -> plugin.id().workspace().equals(context.id().workspace()))
            .filter(plugin -> plugin.id().name().equals(name))
            .findFirst();
    if (known.isEmpty()) {
      return service(name);
    }
    PluginStatus plugin = known.get();
    if (plugin.state() != PluginState.ACTIVE) {
      throw new RpcException(
          RpcException.Kind.METHOD_NOT_FOUND,
          "the plugin '"
              + name
              + "' is "
              + plugin.state().wire()
              + (plugin.cause().isEmpty() ? "" : ": " + plugin.cause()));
    }
    String id = plugin.id().workspace() + "/" + plugin.clientId() + ":" + plugin.serviceId();
    return get(id).thenApply(service -> withConfig(service, plugin));
  }

  private static Object withConfig(RemoteService service, PluginStatus plugin) {
    Map<String, Object> config = new LinkedHashMap<>(service.config());
    config.put("id", plugin.id().name());
    config.put("name", plugin.id().name());
    config.put("workspace", plugin.id().workspace());
    config.put("tag", plugin.tag());
    config.put("type", plugin.type());
    return new RemoteService(service.id(), config, service.members());
  }

  /** A service, by its id or name. */
  CompletionStage<Object> service(String id) {
    return get(id).thenApply(service -> service);
  }

  private CompletionStage<RemoteService> get(String id) {
    return ofOtherWorkspace(id)
        .orElseGet(() -> peer().getService(id).thenApply(service -> allowed(service)));
  }

  /**
   * A service of another workspace that is not for all, if the plugin has the permission to use it.
   * Its provider answers nobody but clients of its own workspace, so it is fetched and called from
   * there, and not by the plugin's client.
   */
  private Optional<CompletionStage<RemoteService>> ofOtherWorkspace(String id) {
    int slash = id.indexOf('/');
    String workspace = id.substring(0, Math.max(slash, 0));
    Hub there = hub.get();
    if (there == null
        || workspace.isEmpty()
        || workspace.equals(context.id().workspace())
        || context.permissions().services().isEmpty()) {
      return Optional.empty();
    }
    User reader =
        new User(
            context.id().toString(),
            List.of(),
            false,
            null,
            null,
            Map.of(workspace, Permission.READ),
            null);
    return infosOf(there, reader, workspace).stream()
        .filter(info -> isMeant(id.substring(slash + 1), info))
        .filter(info -> !FOR_ALL.contains(String.valueOf(info.config().get("visibility"))))
        .filter(info -> context.permissions().allowsService(info.id()))
        .findFirst()
        .map(info -> there.service(reader, workspace, info.clientId() + ":" + info.serviceId()));
  }

  /** None of a workspace that is not there. */
  private static List<ServiceInfo> infosOf(Hub hub, User reader, String workspace) {
    try {
      return hub.services(reader, workspace).stream()
          .filter(info -> info.workspace().equals(workspace))
          .toList();
    } catch (HubException e) {
      return List.of();
    }
  }

  private static boolean isMeant(String name, ServiceInfo info) {
    return name.equals(info.serviceId()) || info.id().equals(info.workspace() + "/" + name);
  }

  private RemoteService allowed(RemoteService service) {
    Object visibility = service.config().get("visibility");
    if (!mayUse(service.id(), visibility)) {
      throw new RpcException(
          RpcException.Kind.PERMISSION,
          "Permission denied: the plugin may not use "
              + service.id()
              + ", which is of another workspace; its config must ask for the permission"
              + " \"service:"
              + service.id()
              + "\"");
    }
    return service;
  }

  private boolean mayUse(String id, Object visibility) {
    return id.startsWith(context.id().workspace() + "/")
        || FOR_ALL.contains(String.valueOf(visibility))
        || context.permissions().allowsService(id);
  }

  /** What is known of the services that have all that a query says. */
  CompletionStage<Object> list(Map<String, Object> query) {
    return infos(query).thenApply(infos -> infos);
  }

  private CompletionStage<List<Map<String, Object>>> infos(Map<String, Object> query) {
    Peer peer = peer();
    return peer.function(peer.managerAddress(), "services.default.list_services")
        .call()
        .thenApply(
            answer -> {
              List<Map<String, Object>> found = new ArrayList<>();
              for (Object item : Lists.of(answer)) {
                Map<String, Object> info = Arguments.map(item);
                if (matches(info, query)) {
                  found.add(info);
                }
              }
              return found;
            });
  }

  /** Equality of all that the query names, as ImJoy's core has it. */
  private static boolean matches(Map<String, Object> info, Map<String, Object> query) {
    return query.entrySet().stream()
        .allMatch(wanted -> wanted.getValue().equals(info.get(wanted.getKey())));
  }

  /** The services themselves that have all that a query says. */
  CompletionStage<Object> services(Map<String, Object> query) {
    return infos(query)
        .thenCompose(
            infos -> {
              List<CompletableFuture<RemoteService>> services =
                  infos.stream()
                      .limit(MAX_SERVICES)
                      .map(info -> String.valueOf(info.get("id")))
                      .map(id -> get(id).toCompletableFuture())
                      .toList();
              return CompletableFuture.allOf(services.toArray(CompletableFuture[]::new))
                  .handle((all, failure) -> there(services));
            });
  }

  /** One that has gone meanwhile, or that the plugin may not use, is left out. */
  private static List<Object> there(List<CompletableFuture<RemoteService>> services) {
    List<Object> there = new ArrayList<>();
    for (CompletableFuture<RemoteService> service : services) {
      if (!service.isCompletedExceptionally()) {
        there.add(service.join());
      }
    }
    return there;
  }

  /**
   * The service of a type.
   *
   * @param name of it, or its URL; null for any
   */
  CompletionStage<Object> ofType(String type, String name) {
    return infos(Map.of("type", type))
        .thenCompose(
            infos ->
                infos.stream()
                    .filter(info -> name == null || isNamed(info, name))
                    .findFirst()
                    .map(info -> service(String.valueOf(info.get("id"))))
                    .orElseGet(() -> CompletableFuture.failedFuture(none(type, name))));
  }

  private static boolean isNamed(Map<String, Object> info, String name) {
    return name.equals(info.get("name"))
        || name.equals(info.get("url"))
        || name.equals(Arguments.map(info.get("config")).get("url"));
  }

  private static RpcException none(String type, String name) {
    return new RpcException(
        RpcException.Kind.METHOD_NOT_FOUND,
        "there is no service of type " + type + (name == null ? "" : " named '" + name + "'"));
  }

  private Peer peer() {
    return context
        .peer()
        .orElseThrow(
            () ->
                new RpcException(
                    RpcException.Kind.PEER_GONE,
                    "the hub is being replaced; try again in a moment"));
  }
}
