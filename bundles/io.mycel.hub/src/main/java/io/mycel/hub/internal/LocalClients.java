package io.mycel.hub.internal;

import io.mycel.api.hub.Client;
import io.mycel.api.hub.Generation;
import io.mycel.api.hub.HubException;
import io.mycel.api.hub.User;
import io.mycel.api.rpc.Link;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RpcEngine;
import io.mycel.api.transport.Lease;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

/** Connects clients of this JVM: clients of generation B whose frames never leave it. */
final class LocalClients {
  private static final int NORMAL = 1000;

  private final Membership membership;
  private final Router router;
  private final RpcEngine engine;
  private final String managerAddress;

  LocalClients(Membership membership, Router router, RpcEngine engine, String managerAddress) {
    this.membership = membership;
    this.router = router;
    this.engine = engine;
    this.managerAddress = managerAddress;
  }

  /**
   * Connects a client.
   *
   * @param executor runs its functions
   * @param hidden true for a helper of the hub, which is in no list and names the user of each call
   *     itself
   * @throws HubException of kind {@code CONFLICT} if its name is taken
   */
  Peer connect(String workspace, String clientId, User user, Executor executor, boolean hidden) {
    Client client = new Client(Generation.B, workspace, clientId, user, hidden);
    HubLink link = new HubLink();
    Peer peer = new Peer(workspace, clientId, managerAddress, link, executor, engine);
    LocalConnection connection =
        new LocalConnection(
            (main, extra, lease) -> engine.receive(peer, main, extra, lease),
            () -> membership.left(link.entry, NORMAL));
    ClientEntry entry = membership.prepare(client, connection, hidden);
    link.entry = entry;
    membership
        .join(entry)
        .ifPresent(
            other -> {
              throw new HubException(
                  HubException.Kind.CONFLICT,
                  "Client already exists and is active: " + client.address());
            });
    return peer;
  }

  /** The way of a local peer's frames into the hub. */
  private final class HubLink implements Link {
    private volatile ClientEntry entry;

    @Override
    public boolean send(ByteBuffer head, ByteBuffer tail) {
      boolean open = entry != null && entry.connection().isOpen();
      if (open) {
        router.route(entry, head, tail, Lease.NONE);
      }
      return open;
    }

    @Override
    public void close(String reason) {
      if (entry != null) {
        entry.connection().close(NORMAL, reason);
      }
    }
  }
}
