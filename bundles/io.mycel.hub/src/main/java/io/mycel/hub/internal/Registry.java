package io.mycel.hub.internal;

import io.mycel.api.hub.Client;
import io.mycel.api.hub.Permission;
import io.mycel.api.hub.ServiceInfo;
import io.mycel.api.hub.User;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;

/**
 * The services of all clients. Each client's own table is the truth; the index by service id only
 * makes look-ups by name independent of how many clients there are.
 */
final class Registry {
  /** Every client has one under this id; it is found by its client only. */
  static final String BUILT_IN = "built-in";

  private final Directory directory;
  private final ConcurrentMap<String, List<ServiceInfo>> byServiceId = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Long> bytesByClient = new ConcurrentHashMap<>();

  Registry(Directory directory) {
    this.directory = directory;
  }

  /** Adds a service of a client, or replaces the one with its id. */
  void put(Client client, ServiceInfo info) {
    ServiceInfo old = client.services().put(info.serviceId(), info);
    // one that is restored is in the client's table, but was not counted here
    long before = old == info ? 0 : Footprint.of(old);
    bytesByClient.merge(client.address(), Footprint.of(info) - before, Long::sum);
    if (!info.serviceId().equals(BUILT_IN)) {
      byServiceId.compute(
          info.serviceId(),
          (id, there) -> {
            List<ServiceInfo> all = there == null ? new ArrayList<>() : new ArrayList<>(there);
            all.remove(old);
            all.add(info);
            return List.copyOf(all);
          });
    }
  }

  /**
   * Removes a service of a client.
   *
   * @return false if it was not there
   */
  boolean remove(Client client, String serviceId) {
    ServiceInfo old = client.services().remove(serviceId);
    if (old == null) {
      return false;
    }
    unindex(old);
    bytesByClient.merge(client.address(), -Footprint.of(old), Long::sum);
    return true;
  }

  /** Makes these the services of a client, and no others. */
  void replaceAll(Client client, List<ServiceInfo> services) {
    Set<String> ids = services.stream().map(ServiceInfo::serviceId).collect(Collectors.toSet());
    for (String id : List.copyOf(client.services().keySet())) {
      if (!ids.contains(id)) {
        remove(client, id);
      }
    }
    services.forEach(info -> put(client, info));
  }

  /** Takes a client's services out of the index; its own table stays as it is. */
  void forget(Client client) {
    client.services().values().forEach(this::unindex);
    bytesByClient.remove(client.address());
  }

  /** What the descriptions of a client's services take, roughly. */
  long bytesOf(Client client) {
    return bytesByClient.getOrDefault(client.address(), 0L);
  }

  private void unindex(ServiceInfo info) {
    byServiceId.computeIfPresent(
        info.serviceId(),
        (id, there) -> {
          List<ServiceInfo> left = there.stream().filter(other -> other != info).toList();
          return left.isEmpty() ? null : left;
        });
  }

  /**
   * The services that a query means and a caller may use, the best first: those of the caller's own
   * workspace before public ones of others, those whose provider is connected before those in their
   * grace period, later registered ones before earlier ones.
   */
  List<ServiceInfo> find(ServiceQuery query, String workspace, User user) {
    if (query.clientId() != null) {
      String home = query.workspace() == null ? workspace : query.workspace();
      return Optional.ofNullable(directory.client(home + "/" + query.clientId()))
          .map(ClientEntry::client)
          .or(() -> away(home, query.clientId()))
          .map(client -> client.services().get(query.serviceId()))
          .filter(info -> mayUse(info, workspace, user))
          .map(List::of)
          .orElse(List.of());
    }
    List<ServiceInfo> own = new ArrayList<>();
    List<ServiceInfo> others = new ArrayList<>();
    List<ServiceInfo> candidates = byServiceId.getOrDefault(query.serviceId(), List.of());
    for (int i = candidates.size() - 1; i >= 0; i--) {
      ServiceInfo info = candidates.get(i);
      boolean wanted = query.workspace() == null || query.workspace().equals(info.workspace());
      if (wanted && mayUse(info, workspace, user)) {
        (info.workspace().equals(workspace) ? own : others).add(info);
      }
    }
    // a stable sort keeps the youngest first among equals
    own.sort((a, b) -> Boolean.compare(isConnected(b), isConnected(a)));
    others.sort((a, b) -> Boolean.compare(isConnected(b), isConnected(a)));
    own.addAll(others);
    return own;
  }

  /** A client that has lost its connection and may come back. */
  private Optional<Client> away(String workspace, String clientId) {
    return directory.workspace(workspace).stream()
        .flatMap(there -> there.clients().stream())
        .map(ClientEntry::client)
        .filter(client -> client.id().equals(clientId))
        .findFirst();
  }

  private boolean isConnected(ServiceInfo info) {
    return directory.client(info.workspace() + "/" + info.clientId()) != null;
  }

  /** All services whose visibility is public. */
  List<ServiceInfo> publicServices() {
    return byServiceId.values().stream()
        .flatMap(Collection::stream)
        .filter(ServiceInfo::isPublic)
        .toList();
  }

  /**
   * The services of one workspace, the built-in ones and those of clients in their grace period
   * included.
   */
  List<ServiceInfo> servicesOf(String workspace) {
    return directory.workspace(workspace).stream()
        .flatMap(there -> there.clients().stream())
        .map(ClientEntry::client)
        .filter(client -> !client.hidden())
        .flatMap(client -> client.services().values().stream())
        .toList();
  }

  /**
   * True if a caller may get a service: it is public, unlisted, shared with the caller's workspace,
   * or of a workspace that the user may read.
   */
  static boolean mayUse(ServiceInfo info, String workspace, User user) {
    return info.workspace().equals(workspace)
        || info.isPublic()
        || "unlisted".equals(info.config().get("visibility"))
        || info.config().get("authorized_workspaces") instanceof Collection<?> authorized
            && authorized.contains(workspace)
        || user.may(info.workspace(), Permission.READ);
  }
}
