package io.mycel.hub.internal;

import io.mycel.api.hub.Client;
import io.mycel.api.rpc.Peer;
import io.mycel.api.transport.Connection;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets clients in and out: the one place where the directory, the registry, the waiting list and
 * the events are changed together.
 */
final class Membership {
  private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
  private static final int NORMAL = 1000;
  private static final int GOING_AWAY = 1001;

  private final Directory directory;
  private final Registry registry;
  private final Reconnection reconnection;
  private final ManagerPeers managers;
  private final Stamps stamps;
  private final Router router;
  private final Farewells farewells;
  private final Function<Connection, TokenBucket> pace;

  /**
   * All parts of it.
   *
   * @param pace what a connection may send; gives null for one without a limit
   */
  Membership(
      Directory directory,
      Registry registry,
      Reconnection reconnection,
      ManagerPeers managers,
      Stamps stamps,
      Router router,
      Farewells farewells,
      Function<Connection, TokenBucket> pace) {
    this.directory = directory;
    this.registry = registry;
    this.reconnection = reconnection;
    this.managers = managers;
    this.stamps = stamps;
    this.router = router;
    this.farewells = farewells;
    this.pace = pace;
  }

  /**
   * The hub's end of a new connection. Nobody sees it before it {@link #join joins}.
   *
   * @param trusted true for a helper of the hub itself
   */
  ClientEntry prepare(Client client, Connection connection, boolean trusted) {
    Peer manager = managers.create(client, connection);
    connection.attach(Client.class, client);
    connection.attach(Peer.class, manager);
    return new ClientEntry(
        client, connection, stamps.of(client, trusted), manager, pace.apply(connection));
  }

  /**
   * Lets a client in.
   *
   * @return empty, or the connected client that has this address
   */
  Optional<ClientEntry> join(ClientEntry entry) {
    farewells.comes(entry.address());
    Optional<ClientEntry> other = directory.add(entry);
    if (other.isEmpty()) {
      // somebody else took the name of a client that is away: it will not come back
      reconnection
          .take(entry.address())
          .filter(old -> old.client().services() != entry.client().services())
          .ifPresent(this::remove);
      LOG.info("{}: connected, generation {}", entry.address(), entry.client().generation());
    }
    return other;
  }

  /** The client of a name that has proved to be its own, with the services that it had. */
  Client returning(Client client) {
    return present(client.address())
        .map(
            old ->
                old.client().generation() == client.generation()
                    ? old.client().reconnected(client.user())
                    : client)
        .orElse(client);
  }

  boolean isConnected(String address) {
    return directory.client(address) != null;
  }

  Optional<ClientEntry> connected(String address) {
    return Optional.ofNullable(directory.client(address));
  }

  /** Lets a client in again whose connection has outlived another hub. */
  void restore(ClientEntry entry) {
    directory.add(entry);
    entry.client().services().values().forEach(info -> registry.put(entry.client(), info));
  }

  /** Goes on waiting for a client that another hub was waiting for. */
  void restoreAway(Client client, long untilMillis) {
    LocalConnection none =
        new LocalConnection((main, extra, lease) -> lease.release(), new ConcurrentHashMap<>());
    none.close(NORMAL, "");
    ClientEntry entry = prepare(client, none, false);
    directory.await(entry);
    client.services().values().forEach(info -> registry.put(client, info));
    reconnection.lost(entry, untilMillis, this::remove);
  }

  /** All clients of the hub before are back or known to be away: what belongs to others goes. */
  void forgetDeserted() {
    directory.forgetDeserted();
  }

  /** Removes a client that does not answer. */
  void drop(ClientEntry entry, String why) {
    LOG.warn("{}: dropped: {}", entry.address(), why);
    if (directory.disconnect(entry)) {
      router.rejectCallsTo(entry);
      remove(entry);
    }
    entry.connection().close(1006, why);
  }

  private Optional<ClientEntry> present(String address) {
    ClientEntry connected = directory.client(address);
    return connected != null ? Optional.of(connected) : reconnection.peek(address);
  }

  /**
   * Lets a client in that has proved that its name is its own, in the place of its old connection.
   */
  void joinAgain(ClientEntry entry) {
    ClientEntry connected = directory.client(entry.address());
    Optional<ClientEntry> old =
        reconnection.take(entry.address()).or(() -> Optional.ofNullable(connected));
    if (old.isPresent()) {
      directory.replace(old.get(), entry);
      router.replaced(old.get(), entry);
      // without a close frame: the client has left that socket already
      old.get().connection().close(1006, "superseded by a new connection");
    } else {
      directory.add(entry);
    }
    router.waitsFor(entry);
    LOG.info("{}: connected again", entry.address());
  }

  /**
   * A connection is gone.
   *
   * @param code its close code; the client may come back after any but 1000 and 1001
   */
  void left(ClientEntry entry, int code) {
    boolean ended = code == NORMAL || code == GOING_AWAY;
    // There must be no moment in which a client that comes back at once is found nowhere.
    Runnable parting = ended ? () -> {} : () -> reconnection.lost(entry, this::remove);
    if (!directory.disconnect(entry, parting)) {
      return;
    }
    router.rejectCallsTo(entry);
    if (ended) {
      remove(entry);
    } else {
      LOG.info(
          "{}: connection lost (code {}), its services stay listed for a while",
          entry.address(),
          code);
    }
  }

  private void remove(ClientEntry entry) {
    registry.forget(entry.client());
    directory.leave(entry);
    farewells.add(entry);
    LOG.info("{}: disconnected", entry.address());
  }
}
