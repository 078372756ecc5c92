package io.mycel.hub.internal;

import io.mycel.api.hub.Client;
import io.mycel.api.hub.Generation;
import io.mycel.api.hub.Permission;
import io.mycel.api.hub.ServiceInfo;
import io.mycel.api.hub.User;
import io.mycel.api.rpc.RpcEngine;
import io.mycel.api.rpc.RpcException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a hub knows that no connection carries, handed from one to the next within one run of the
 * JVM: its name, its secret, revoked tokens, what workspaces keep, and the clients that are away.
 * The file is read once and is gone then; that of another run is ignored.
 */
final class HubMemory {
  private static final Logger LOG = LoggerFactory.getLogger(HubMemory.class);

  private final Path file;
  private final RpcEngine engine;
  private final String run;

  /**
   * The memory of one bundle.
   *
   * @param file where it is kept while no hub is there
   */
  HubMemory(Path file, RpcEngine engine) {
    this.file = file;
    this.engine = engine;
    ProcessHandle process = ProcessHandle.current();
    this.run =
        process.pid() + " " + process.info().startInstant().map(Instant::toString).orElse("");
  }

  /** What another hub of this run has left; empty if there is nothing. */
  Map<String, Object> take() {
    if (Files.notExists(file)) {
      return Map.of();
    }
    try {
      byte[] bytes = Files.readAllBytes(file);
      Files.delete(file);
      Map<String, Object> memory = map(engine.unpack(ByteBuffer.wrap(bytes)));
      return run.equals(memory.get("run")) ? memory : Map.of();
    } catch (IOException | RpcException | ClassCastException e) {
      LOG.warn("what the hub knew before is lost: {} cannot be read: {}", file, e.toString());
      return Map.of();
    }
  }

  /** Leaves what the next hub needs. */
  void leave(String managerId, byte[] secret, HubCore core) {
    Map<String, Object> memory = new LinkedHashMap<>();
    memory.put("run", run);
    memory.put("manager_id", managerId);
    memory.put("secret", ByteBuffer.wrap(secret));
    Map<String, Object> revoked = new LinkedHashMap<>();
    core.tokens().revoked().forEach((id, until) -> revoked.put(id, until.toEpochMilli()));
    memory.put("revoked", revoked);
    List<Object> workspaces = new ArrayList<>();
    core.directory().workspaces().forEach(workspace -> workspaces.add(workspace(workspace)));
    memory.put("workspaces", workspaces);
    List<Object> away = new ArrayList<>();
    core.reconnection().forEach((client, until) -> away.add(client(client, until)));
    memory.put("away", away);
    try {
      Files.write(file, Buffers.bytes(engine.pack(memory)));
    } catch (IOException | RpcException e) {
      LOG.warn(
          "the next hub will not know the clients that are away: {} cannot be written: {}",
          file,
          e.toString());
    }
  }

  /** Puts what another hub has left into a new one. */
  static void restore(Map<String, Object> memory, HubCore core) {
    Map<String, Instant> revoked = new LinkedHashMap<>();
    map(memory.get("revoked"))
        .forEach(
            (id, until) -> revoked.put(id, Instant.ofEpochMilli(((Number) until).longValue())));
    core.tokens().revokeAll(revoked);
    list(memory.get("workspaces")).forEach(saved -> restoreWorkspace(map(saved), core));
    for (Object saved : list(memory.get("away"))) {
      Map<String, Object> one = map(saved);
      core.membership().restoreAway(client(one), ((Number) one.get("until")).longValue());
    }
  }

  private static void restoreWorkspace(Map<String, Object> saved, HubCore core) {
    String name = (String) saved.get("name");
    Workspace made =
        core.directory().prepare(name, user(map(saved.get("owner"))), map(saved.get("info")));
    Workspace workspace =
        core.directory().create(made) ? made : core.directory().workspace(name).orElse(made);
    Map<String, Map<String, Object>> types = new LinkedHashMap<>();
    map(saved.get("types")).forEach((id, type) -> types.put(id, map(type)));
    List<Map<String, Object>> events = new ArrayList<>();
    list(saved.get("events")).forEach(event -> events.add(map(event)));
    workspace.restore(map(saved.get("environment")), types, events);
  }

  private static Map<String, Object> workspace(Workspace workspace) {
    Map<String, Object> saved = new LinkedHashMap<>();
    saved.put("name", workspace.name());
    saved.put("owner", user(workspace.owner()));
    saved.put("info", workspace.info());
    saved.put("environment", new LinkedHashMap<>(workspace.environment()));
    saved.put("types", new LinkedHashMap<>(workspace.serviceTypes()));
    saved.put("events", workspace.events());
    return saved;
  }

  private static Map<String, Object> client(Client client, long until) {
    Map<String, Object> saved = new LinkedHashMap<>();
    saved.put("until", until);
    saved.put("generation", client.generation().name());
    saved.put("workspace", client.workspace());
    saved.put("id", client.id());
    saved.put("user", user(client.user()));
    saved.put("subscriptions", List.copyOf(client.subscriptions()));
    List<Object> services = new ArrayList<>();
    for (ServiceInfo info : client.services().values()) {
      Map<String, Object> service = new LinkedHashMap<>();
      service.put("id", info.serviceId());
      service.put("name", info.name());
      service.put("type", info.type());
      service.put("description", info.description());
      service.put("config", info.config());
      service.put("more", info.more());
      services.add(service);
    }
    saved.put("services", services);
    return saved;
  }

  private static Client client(Map<String, Object> saved) {
    Client client =
        new Client(
            Generation.valueOf((String) saved.get("generation")),
            (String) saved.get("workspace"),
            (String) saved.get("id"),
            user(map(saved.get("user"))),
            false);
    list(saved.get("subscriptions")).forEach(type -> client.subscriptions().add((String) type));
    for (Object one : list(saved.get("services"))) {
      Map<String, Object> service = map(one);
      ServiceInfo info =
          new ServiceInfo(
              client.workspace(),
              client.id(),
              (String) service.get("id"),
              (String) service.get("name"),
              (String) service.get("type"),
              (String) service.get("description"),
              map(service.get("config")),
              map(service.get("more")));
      client.services().put(info.serviceId(), info);
    }
    return client;
  }

  private static Map<String, Object> user(User user) {
    Map<String, Object> saved = new LinkedHashMap<>();
    saved.put("id", user.id());
    saved.put("roles", user.roles());
    saved.put("anonymous", user.isAnonymous());
    saved.put("email", user.email());
    saved.put("parent", user.parent());
    Map<String, Object> grants = new LinkedHashMap<>();
    user.workspaces().forEach((name, permission) -> grants.put(name, permission.name()));
    saved.put("workspaces", grants);
    saved.put("expires", user.expiresAt() == null ? null : user.expiresAt().toEpochMilli());
    return saved;
  }

  private static User user(Map<String, Object> saved) {
    Map<String, Permission> grants = new LinkedHashMap<>();
    map(saved.get("workspaces"))
        .forEach((name, permission) -> grants.put(name, Permission.valueOf((String) permission)));
    Number expires = (Number) saved.get("expires");
    return new User(
        (String) saved.get("id"),
        list(saved.get("roles")).stream().map(String.class::cast).toList(),
        Boolean.TRUE.equals(saved.get("anonymous")),
        (String) saved.get("email"),
        (String) saved.get("parent"),
        Map.copyOf(grants),
        expires == null ? null : Instant.ofEpochMilli(expires.longValue()));
  }

  static Map<String, Object> map(Object value) {
    Map<String, Object> copy = new LinkedHashMap<>();
    if (value != null) {
      ((Map<?, ?>) value).forEach((key, item) -> copy.put(String.valueOf(key), item));
    }
    return copy;
  }

  private static List<?> list(Object value) {
    return value == null ? List.of() : (List<?>) value;
  }
}
