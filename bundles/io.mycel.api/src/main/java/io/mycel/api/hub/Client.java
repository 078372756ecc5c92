package io.mycel.api.hub;

import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A client as the hub knows it: who it is, what it offers, what it listens to. Attached to its
 * connection, so that a hub which starts while the connection is open finds everything here.
 */
public final class Client {
  private final Generation generation;
  private final String workspace;
  private final String id;
  private final User user;
  private final boolean hidden;
  private final Instant connectedAt;
  private final ConcurrentMap<String, ServiceInfo> services;
  private final Set<String> subscriptions;
  private final PendingCalls pendingCalls;

  /**
   * A client that has just been admitted.
   *
   * @param hidden true for a helper of the hub itself, which no list shows
   */
  public Client(Generation generation, String workspace, String id, User user, boolean hidden) {
    this(
        generation,
        workspace,
        id,
        user,
        hidden,
        new ConcurrentHashMap<>(),
        ConcurrentHashMap.newKeySet(),
        new PendingCalls());
  }

  private Client(
      Generation generation,
      String workspace,
      String id,
      User user,
      boolean hidden,
      ConcurrentMap<String, ServiceInfo> services,
      Set<String> subscriptions,
      PendingCalls pendingCalls) {
    this.generation = generation;
    this.workspace = workspace;
    this.id = id;
    this.user = user;
    this.hidden = hidden;
    this.connectedAt = Instant.now();
    this.services = services;
    this.subscriptions = subscriptions;
    this.pendingCalls = pendingCalls;
  }

  /** The same client after it has come back on another connection, with what it had. */
  public Client reconnected(User newUser) {
    return new Client(
        generation, workspace, id, newUser, hidden, services, subscriptions, pendingCalls);
  }

  public Generation generation() {
    return generation;
  }

  public String workspace() {
    return workspace;
  }

  public String id() {
    return id;
  }

  /** {@code workspace/client}, by which every other client reaches it. */
  public String address() {
    return workspace + "/" + id;
  }

  public User user() {
    return user;
  }

  /** True for a helper of the hub itself, which no list shows. */
  public boolean hidden() {
    return hidden;
  }

  public Instant connectedAt() {
    return connectedAt;
  }

  /** What it has registered, by service id. */
  public ConcurrentMap<String, ServiceInfo> services() {
    return services;
  }

  /** The event types that it wants to be told of. */
  public Set<String> subscriptions() {
    return subscriptions;
  }

  /** Its calls that nobody has answered yet. */
  public PendingCalls pendingCalls() {
    return pendingCalls;
  }

  @Override
  public String toString() {
    return address();
  }
}
