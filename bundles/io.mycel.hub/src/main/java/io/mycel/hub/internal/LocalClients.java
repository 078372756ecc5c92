package io.mycel.hub.internal;

import io.mycel.api.hub.Client;
import io.mycel.api.hub.Generation;
import io.mycel.api.hub.HubException;
import io.mycel.api.hub.Resident;
import io.mycel.api.hub.Residents;
import io.mycel.api.hub.User;
import io.mycel.api.rpc.Link;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RpcEngine;
import io.mycel.api.transport.Lease;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Connects clients of this JVM: clients of generation B whose frames never leave it. Those that
 * another hub has left are taken over as the sockets are.
 */
final class LocalClients {
  private static final int NORMAL = 1000;

  private final Residents residents;
  private final Membership membership;
  private final Router router;
  private final RpcEngine engine;
  private final String managerAddress;

  /** Of another hub, and nobody has asked for them at this one. */
  private final Map<String, Resident> inherited = new ConcurrentHashMap<>();

  /** The ways into this hub of those whose frames wait until all clients are there. */
  private final Map<Resident, HubLink> closed = new ConcurrentHashMap<>();

  LocalClients(
      Residents residents,
      Membership membership,
      Router router,
      RpcEngine engine,
      String managerAddress) {
    this.residents = residents;
    this.membership = membership;
    this.router = router;
    this.engine = engine;
    this.managerAddress = managerAddress;
  }

  /**
   * Connects a client, or gives the one that another hub had under this name for the same user and
   * purpose.
   *
   * @param executor runs its functions
   * @throws HubException of kind {@code CONFLICT} if its name is taken
   */
  Peer connect(
      String workspace, String clientId, User user, Executor executor, Resident.Role role) {
    Resident old = inherited.get(workspace + "/" + clientId);
    if (old != null
        && old.role() == role
        && old.client().user().equals(user)
        && inherited.remove(old.client().address(), old)) {
      return old.peer();
    }
    Client client =
        new Client(Generation.B, workspace, clientId, user, role == Resident.Role.GATEWAY);
    if (membership.isConnected(client.address())) {
      throw taken(client);
    }
    Resident made = residents.add(this, client, role, managerAddress, executor, engine);
    HubLink link = link(made);
    if (membership.join(link.entry).isPresent()) {
      residents.remove(made);
      throw taken(client);
    }
    made.open(link);
    return made.peer();
  }

  private static HubException taken(Client client) {
    return new HubException(
        HubException.Kind.CONFLICT, "Client already exists and is active: " + client.address());
  }

  private HubLink link(Resident resident) {
    Peer peer = resident.peer();
    LocalConnection connection =
        new LocalConnection(
            (main, extra, lease) -> engine.receive(peer, main, extra, lease),
            resident.attachments());
    boolean hidden = resident.client().hidden();
    HubLink link = new HubLink(membership.prepare(resident.client(), connection, hidden));
    connection.onClose(
        () -> {
          inherited.remove(resident.client().address(), resident);
          membership.left(link.entry, NORMAL);
        });
    return link;
  }

  /**
   * Takes over whom another hub has left. What they send waits until {@link #open}.
   *
   * @param executor runs the functions of all but helpers of the hub
   */
  void restore(Executor executor) {
    if (!residents.served(this)) {
      throw new IllegalStateException("these clients of this JVM are closed");
    }
    for (Resident resident : residents.all()) {
      inherited.put(resident.client().address(), resident);
      resident.adopt(
          managerAddress,
          resident.role() == Resident.Role.GATEWAY ? Runnable::run : executor,
          engine);
      HubLink link = link(resident);
      membership.restore(link.entry);
      closed.put(resident, link);
    }
  }

  /** All other clients are there as well: what has waited is sent. */
  void open() {
    closed.forEach(Resident::open);
    closed.clear();
  }

  /** The helpers that another hub had, by their workspaces. */
  Map<String, Peer> takeHelpers() {
    Map<String, Peer> helpers = new HashMap<>();
    for (Resident each : inherited.values()) {
      if (each.role() == Resident.Role.GATEWAY) {
        inherited.remove(each.client().address());
        helpers.put(each.client().workspace(), each.peer());
      }
    }
    return helpers;
  }

  /** Ends the clients for exported services that nobody offers any more. */
  void forgetExports() {
    for (Resident each : inherited.values()) {
      if (each.role() == Resident.Role.EXPORT && inherited.remove(each.client().address(), each)) {
        each.peer().close("its services are gone");
        membership.connected(each.client().address()).ifPresent(this::end);
      }
    }
  }

  /** Forgets a helper of the hub whose workspace is gone. */
  void forget(Peer helper) {
    residents.find(helper.address()).ifPresent(residents::remove);
  }

  private void end(ClientEntry entry) {
    entry.connection().close(NORMAL, "its services are gone");
  }

  /** The way of a local peer's frames into the hub. */
  private final class HubLink implements Link {
    private final ClientEntry entry;

    private HubLink(ClientEntry entry) {
      this.entry = entry;
    }

    @Override
    public boolean send(ByteBuffer head, ByteBuffer tail) {
      boolean open = entry.connection().isOpen();
      if (open) {
        router.route(entry, head, tail, Lease.NONE);
      }
      return open;
    }

    @Override
    public void close(String reason) {
      entry.connection().close(NORMAL, reason);
    }
  }
}
