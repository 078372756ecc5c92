package io.mycel.hub.internal;

import io.mycel.api.hub.HubException;
import io.mycel.api.hub.Permission;
import io.mycel.api.hub.User;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Who is there: clients by address, and the workspaces they are in. */
final class Directory {
  /** Where services for everybody live; it is always there. */
  static final String PUBLIC = "public";

  /** The user behind the hub itself. */
  static final User ROOT =
      new User("root", List.of("admin"), false, null, null, Map.of("*", Permission.ADMIN), null);

  private final ConcurrentMap<String, ClientEntry> clients = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Workspace> workspaces = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Set<String>> madeBy = new ConcurrentHashMap<>();
  private volatile Consumer<String> deserted = workspace -> {};

  private final HubLimits limits;

  Directory(HubLimits limits) {
    this.limits = limits;
    workspaces.put(
        PUBLIC,
        new Workspace(
            PUBLIC,
            ROOT,
            true,
            Map.of("visibility", "public", "description", "Services for everybody"),
            limits.workspaceBytes()));
  }

  /** A workspace that nobody sees before it is {@link #create created}. */
  Workspace prepare(String name, User owner, Map<String, Object> more) {
    return new Workspace(name, owner, false, more, limits.workspaceBytes());
  }

  /**
   * Adds a client, and its workspace if it is not there.
   *
   * @return empty, or the client that has this address already
   */
  Optional<ClientEntry> add(ClientEntry entry) {
    ClientEntry other = clients.putIfAbsent(entry.address(), entry);
    if (other != null) {
      return Optional.of(other);
    }
    enter(entry);
    return Optional.empty();
  }

  /** Puts a client into its workspace that has no connection at the moment. */
  void await(ClientEntry entry) {
    enter(entry);
  }

  /** Puts a client in the place of another with the same address, connected or not. */
  void replace(ClientEntry old, ClientEntry entry) {
    clients.put(entry.address(), entry);
    enter(entry);
    leave(old);
  }

  private void enter(ClientEntry entry) {
    workspaces.compute(
        entry.client().workspace(),
        (name, there) -> {
          Workspace workspace =
              there == null ? prepare(name, entry.client().user(), Map.of()) : there;
          workspace.clients().add(entry);
          return workspace;
        });
  }

  /**
   * Takes a client off its address, unless another has it by now. It stays in its workspace until
   * {@link #leave}.
   *
   * @return true if it was there
   */
  boolean disconnect(ClientEntry entry) {
    return disconnect(entry, () -> {});
  }

  /**
   * Takes a client off its address, unless another has it by now.
   *
   * @param parting run in between, if the client is there: whoever finds the address free can see
   *     what it did. It must not block, nor use this directory
   * @return true if it was there
   */
  boolean disconnect(ClientEntry entry, Runnable parting) {
    AtomicBoolean was = new AtomicBoolean();
    clients.computeIfPresent(
        entry.address(),
        (address, present) -> {
          if (!present.equals(entry)) {
            return present;
          }
          parting.run();
          was.set(true);
          return null;
        });
    return was.get();
  }

  /** Names who is told of workspaces that have gone with their last client. */
  void onDeserted(Consumer<String> listener) {
    deserted = listener;
  }

  /** Takes a client out of its workspace, and the workspace away with its last client. */
  void leave(ClientEntry entry) {
    String name = entry.client().workspace();
    Workspace left =
        workspaces.computeIfPresent(
            name,
            (id, workspace) -> {
              workspace.clients().remove(entry);
              return isDeserted(workspace) ? null : workspace;
            });
    makerLeft(entry.client().user().id());
    if (left == null && !entry.client().hidden()) {
      deserted(name);
    }
  }

  /** Nobody is left in a workspace but helpers of the hub, which go with it. */
  private void deserted(String name) {
    clients
        .values()
        .removeIf(helper -> helper.client().hidden() && helper.client().workspace().equals(name));
    deserted.accept(name);
  }

  /** The connected client at an address, or null: the one look-up of the call path. */
  ClientEntry client(String address) {
    return clients.get(address);
  }

  Collection<ClientEntry> clients() {
    return clients.values();
  }

  Optional<Workspace> workspace(String name) {
    return Optional.ofNullable(workspaces.get(name));
  }

  Collection<Workspace> workspaces() {
    return workspaces.values();
  }

  /**
   * Makes a workspace, which lives as long as its maker or a client in it.
   *
   * @return false if there is one with this name
   * @throws HubException of kind {@code INVALID} if its maker, or the hub, has too many
   */
  boolean create(Workspace workspace) {
    Set<String> made =
        madeBy.computeIfAbsent(workspace.owner().id(), id -> ConcurrentHashMap.newKeySet());
    if (made.size() >= limits.workspacesOfUser()) {
      throw new LimitException(
          "a user cannot make more than "
              + limits.workspacesOfUser()
              + " workspaces; delete some first");
    }
    if (workspaces.size() >= limits.workspaces()) {
      throw new LimitException(
          "this server has "
              + workspaces.size()
              + " workspaces and makes no more; use your own, or raise maxWorkspaces of io.mycel.hub");
    }
    boolean created = workspaces.putIfAbsent(workspace.name(), workspace) == null;
    if (created) {
      made.add(workspace.name());
    }
    return created;
  }

  /** A maker has gone: what it made and nobody uses goes too. */
  private void makerLeft(String userId) {
    Set<String> made = madeBy.remove(userId);
    if (made != null) {
      made.forEach(
          name ->
              workspaces.computeIfPresent(
                  name, (id, workspace) -> isDeserted(workspace) ? null : workspace));
    }
  }

  /**
   * Forgets workspaces that nobody is in and whose maker is not there: what another hub knew may
   * have come to its end while there was none.
   */
  void forgetDeserted() {
    Set<String> present = new HashSet<>();
    clients.values().forEach(entry -> present.add(entry.client().user().id()));
    for (Workspace workspace : workspaces.values()) {
      if (!present.contains(workspace.owner().id())
          && workspaces.computeIfPresent(
                  workspace.name(), (name, there) -> isDeserted(there) ? null : there)
              == null) {
        deserted(workspace.name());
      }
    }
  }

  private static boolean isDeserted(Workspace workspace) {
    return !workspace.permanent()
        && workspace.clients().stream().allMatch(entry -> entry.client().hidden());
  }

  /** Forgets a workspace without looking at its clients. */
  void delete(String name) {
    Workspace gone = workspaces.remove(name);
    if (gone != null) {
      madeBy.computeIfPresent(
          gone.owner().id(),
          (id, made) -> {
            made.remove(name);
            return made;
          });
    }
  }
}
