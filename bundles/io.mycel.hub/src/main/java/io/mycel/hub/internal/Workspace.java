package io.mycel.hub.internal;

import io.mycel.api.hub.User;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A workspace: its description, the clients in it, and what they keep in it as long as it lives.
 */
final class Workspace {
  /** Events kept; the oldest makes room. */
  private static final int MAX_EVENTS = 1000;

  private final String name;
  private final User owner;
  private final boolean permanent;
  private final Map<String, Object> info;
  private final Set<ClientEntry> clients = ConcurrentHashMap.newKeySet();
  private final ConcurrentMap<String, Object> environment = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Map<String, Object>> serviceTypes = new ConcurrentHashMap<>();
  private final Deque<Map<String, Object>> events = new ArrayDeque<>();

  /**
   * A workspace.
   *
   * @param owner who made it
   * @param permanent true if it stays when its last client leaves
   * @param more what its maker says of it: {@code description}, {@code owners}, {@code docs} …
   */
  Workspace(String name, User owner, boolean permanent, Map<String, Object> more) {
    this.name = name;
    this.owner = owner;
    this.permanent = permanent;
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("id", name);
    all.put("name", name);
    all.put("description", null);
    all.put("persistent", false);
    all.put("owners", List.of(owner.id()));
    all.put("visibility", "protected");
    all.put("read_only", false);
    all.put("icon", null);
    all.put("covers", null);
    all.put("docs", null);
    all.put("allow_list", null);
    all.put("deny_list", null);
    all.put("applications", Map.of());
    all.put("interfaces", Map.of());
    all.put("config", Map.of());
    all.putAll(more);
    all.put("id", name);
    this.info = all;
  }

  String name() {
    return name;
  }

  User owner() {
    return owner;
  }

  boolean permanent() {
    return permanent;
  }

  /** Its description as on the wire; a copy. */
  Map<String, Object> info() {
    synchronized (info) {
      return new LinkedHashMap<>(info);
    }
  }

  /** Changes its description. */
  void describe(Map<String, Object> changes) {
    synchronized (info) {
      info.putAll(changes);
      info.put("id", name);
    }
  }

  Set<ClientEntry> clients() {
    return clients;
  }

  ConcurrentMap<String, Object> environment() {
    return environment;
  }

  ConcurrentMap<String, Map<String, Object>> serviceTypes() {
    return serviceTypes;
  }

  void log(Map<String, Object> event) {
    synchronized (events) {
      if (events.size() >= MAX_EVENTS) {
        events.removeFirst();
      }
      events.addLast(event);
    }
  }

  /** The events that are kept, oldest first. */
  List<Map<String, Object>> events() {
    synchronized (events) {
      return new ArrayList<>(events);
    }
  }

  /** Takes over what another hub kept for this workspace. */
  void restore(
      Map<String, Object> variables,
      Map<String, Map<String, Object>> types,
      List<Map<String, Object>> log) {
    environment.putAll(variables);
    serviceTypes.putAll(types);
    log.forEach(this::log);
  }
}
