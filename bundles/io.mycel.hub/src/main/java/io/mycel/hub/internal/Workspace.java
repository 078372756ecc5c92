package io.mycel.hub.internal;

import io.mycel.api.hub.User;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
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
  private final ConcurrentMap<String, String> environment = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Map<String, Object>> serviceTypes = new ConcurrentHashMap<>();
  private final Deque<Map<String, Object>> events = new ArrayDeque<>();
  private final int maxBytes;

  /** What all of it takes; guarded by {@code this}, as every change of it is. */
  private long keptBytes;

  /**
   * A workspace.
   *
   * @param owner who made it
   * @param permanent true if it stays when its last client leaves
   * @param more what its maker says of it: {@code description}, {@code owners}, {@code docs} …
   * @param maxBytes of memory that all it keeps may take, roughly
   */
  Workspace(String name, User owner, boolean permanent, Map<String, Object> more, int maxBytes) {
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
    this.maxBytes = maxBytes;
    this.keptBytes = Footprint.of(all);
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

  /**
   * Changes its description.
   *
   * @throws LimitException if that becomes too long
   */
  synchronized void describe(Map<String, Object> changes) {
    Map<String, Object> changed = info();
    changed.putAll(changes);
    changed.put("id", name);
    grow(Footprint.of(changed) - Footprint.of(info()));
    synchronized (info) {
      info.putAll(changed);
    }
  }

  /**
   * Keeps a variable.
   *
   * @throws LimitException if there is no room for it
   */
  synchronized void setVariable(String key, String value) {
    keep(environment, key, value);
  }

  /**
   * Keeps the description of a type of service.
   *
   * @throws LimitException if there is no room for it
   */
  synchronized void setType(String id, Map<String, Object> type) {
    keep(serviceTypes, id, type);
  }

  private <T> void keep(Map<String, T> where, String key, T value) {
    T old = where.get(key);
    long before = old == null ? 0 : Footprint.of(key) + Footprint.of(old);
    grow(Footprint.of(key) + Footprint.of(value) - before);
    where.put(key, value);
  }

  private void grow(long bytes) {
    if (bytes > 0 && keptBytes + bytes > maxBytes) {
      throw new LimitException(
          "workspace "
              + name
              + " keeps "
              + keptBytes
              + " bytes and has no room for "
              + bytes
              + " more: the limit is "
              + maxBytes);
    }
    keptBytes += bytes;
  }

  synchronized long keptBytes() {
    return keptBytes;
  }

  Set<ClientEntry> clients() {
    return clients;
  }

  /** Its variables; {@link #setVariable} changes them. */
  Map<String, Object> environment() {
    return Collections.unmodifiableMap(environment);
  }

  /** Its types of services by their ids; {@link #setType} changes them. */
  Map<String, Map<String, Object>> serviceTypes() {
    return Collections.unmodifiableMap(serviceTypes);
  }

  /**
   * Keeps an event; the oldest make room.
   *
   * @throws LimitException if it is too large even so
   */
  synchronized void log(Map<String, Object> event) {
    long size = Footprint.of(event);
    synchronized (events) {
      while (!events.isEmpty() && (events.size() >= MAX_EVENTS || keptBytes + size > maxBytes)) {
        keptBytes -= Footprint.of(events.removeFirst());
      }
      grow(size);
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
    variables.forEach((key, value) -> setVariable(key, String.valueOf(value)));
    types.forEach(this::setType);
    log.forEach(this::log);
  }
}
