package io.mycel.hub.internal;

import io.mycel.api.hub.Generation;
import io.mycel.api.hub.Hub;
import io.mycel.api.hub.HubException;
import io.mycel.api.hub.Resident;
import io.mycel.api.hub.ServiceInfo;
import io.mycel.api.hub.User;
import io.mycel.api.rpc.CallOptions;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RemoteService;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** The hub for other bundles of this JVM. */
final class HubService implements Hub {
  private final HubCore core;
  private final Executor workers;
  private volatile boolean stopped;

  HubService(HubCore core, Executor workers) {
    this.core = core;
    this.workers = workers;
  }

  /** From now on requests fail with a {@link HubException} of kind {@code STOPPED}. */
  void stop() {
    stopped = true;
  }

  private void demandRunning() {
    if (stopped) {
      throw new HubException(
          HubException.Kind.STOPPED, "the hub is being stopped or replaced; try again in a moment");
    }
  }

  @Override
  public Peer connect(String workspace, String clientId, User user) {
    demandRunning();
    return core.localClients()
        .connect(
            Names.check("the workspace", workspace),
            Names.check("client_id", clientId),
            user,
            workers,
            Resident.Role.BUNDLE);
  }

  @Override
  public User authenticate(String token) {
    return authenticate(token, Map.of());
  }

  @Override
  public User authenticate(String token, Map<String, String> headers) {
    if (token == null) {
      return Gateways.ANONYMOUS;
    }
    if (core.administrator().isToken(token)) {
      return core.administrator().grant(headers).user();
    }
    Tokens.Grant grant = core.tokens().parse(token);
    if (grant.reconnection()) {
      throw new HubException(
          HubException.Kind.UNAUTHENTICATED,
          "the token is refused: it only lets a client reconnect");
    }
    return grant.user();
  }

  @Override
  public List<ServiceInfo> services(User user, String workspace) {
    return core.listing()
        .inWorkspace(user, Gateways.origin(user, workspace), workspace)
        .filter(info -> !info.serviceId().equals(Registry.BUILT_IN))
        .toList();
  }

  @Override
  public CompletionStage<RemoteService> service(User user, String workspace, String service) {
    demandRunning();
    ServiceInfo info = find(user, workspace, service);
    Peer gateway = core.gateways().peer(Gateways.origin(user, info.workspace()));
    return core.fetcher()
        .fetch(info, ServiceChoice.DEFAULT_TIMEOUT)
        .thenApply(map -> remoteService(info, rebind(map, gateway)));
  }

  private static RemoteService remoteService(ServiceInfo info, Map<String, Object> map) {
    Map<String, Object> config = new LinkedHashMap<>();
    if (map.get("config") instanceof Map<?, ?> given) {
      given.forEach((key, value) -> config.put(String.valueOf(key), value));
    }
    return new RemoteService(info.id(), config, map);
  }

  @Override
  public CompletionStage<Object> call(
      User user,
      String workspace,
      String service,
      String function,
      List<Object> args,
      Map<String, Object> kwargs) {
    demandRunning();
    ServiceInfo info = find(user, workspace, service);
    ClientEntry provider = core.directory().client(info.workspace() + "/" + info.clientId());
    if (provider == null) {
      throw new HubException(
          HubException.Kind.NOT_FOUND,
          "Service " + info.id() + " is not available: its client has lost its connection");
    }
    String origin = Gateways.origin(user, info.workspace());
    Peer gateway = core.gateways().peer(origin);
    RemoteFunction.Promise promise =
        provider.isGeneration(Generation.A)
            ? RemoteFunction.Promise.EXPLICIT
            : RemoteFunction.Promise.COMPACT;
    RemoteFunction remote =
        new RemoteFunction(
            gateway,
            provider.address(),
            "services." + info.serviceId() + "." + function,
            promise,
            Map.of());
    CallOptions options =
        new CallOptions(CallOptions.DEFAULT.timeout(), UserWire.toMap(user, origin, null));
    // answered at the next hub, if there is one by then: the gateway stays
    return gateway.call(remote, args, kwargs, options);
  }

  private ServiceInfo find(User user, String workspace, String service) {
    ServiceQuery query = ServiceQuery.parse(service, Generation.B);
    if (core.directory().workspace(workspace).isEmpty()) {
      throw new HubException(
          HubException.Kind.NOT_FOUND,
          "Workspace " + workspace + " does not exist or is not accessible");
    }
    // the services of the public workspace are the public ones of all workspaces
    String home = workspace.equals(Directory.PUBLIC) ? null : workspace;
    String origin = Gateways.origin(user, workspace);
    ServiceQuery placed = new ServiceQuery(home, query.clientId(), query.serviceId(), query.app());
    String from = home == null ? workspace : origin;
    // looked up once: a service that comes at this moment was not hidden before
    List<ServiceInfo> all = core.registry().find(placed, from, Directory.ROOT);
    for (ServiceInfo info : all) {
      if (Registry.mayUse(info, from, user)) {
        return info;
      }
    }
    throw !all.isEmpty()
        ? new HubException(
            HubException.Kind.PERMISSION,
            "Permission denied for service " + service + " of workspace " + workspace)
        : new HubException(
            HubException.Kind.NOT_FOUND,
            "Service not found: " + service + " in workspace " + workspace);
  }

  /** The same tree with its functions called through another peer. */
  private static Map<String, Object> rebind(Map<?, ?> map, Peer peer) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put(String.valueOf(key), rebindValue(value, peer)));
    return copy;
  }

  private static Object rebindValue(Object value, Peer peer) {
    if (value instanceof RemoteFunction function) {
      return new RemoteFunction(
          peer, function.target(), function.method(), function.promise(), function.wire());
    }
    if (value instanceof Map<?, ?> map) {
      return rebind(map, peer);
    }
    return value instanceof List<?> list
        ? list.stream().map(item -> rebindValue(item, peer)).toList()
        : value;
  }
}
