package io.mycel.hub.internal;

import io.mycel.api.hub.Permission;
import io.mycel.api.hub.Resident;
import io.mycel.api.hub.User;
import io.mycel.api.rpc.Peer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The clients through which the hub calls services for users without a connection of their own,
 * such as those of HTTP: one for each workspace where it was needed, and never one for a request.
 * The called client sees the user of the request.
 */
final class Gateways {
  /** Where users of HTTP are who may read no workspace. */
  static final String OUTSIDE = "ws-anonymous";

  /** The user of requests without a token. */
  static final User ANONYMOUS =
      new User(
          "anonymouz-http",
          List.of("anonymous"),
          true,
          null,
          null,
          Map.of(OUTSIDE, Permission.READ),
          null);

  private final LocalClients clients;
  private final Names names;
  private final Map<String, Peer> peers = new ConcurrentHashMap<>();

  Gateways(LocalClients clients, Names names) {
    this.clients = clients;
    this.names = names;
  }

  /**
   * The workspace from which a user calls services of another: that one if the user may read it.
   */
  static String origin(User user, String workspace) {
    return user.may(workspace, Permission.READ) ? workspace : OUTSIDE;
  }

  /**
   * The peer that calls from a workspace. It never runs anything but short callbacks of its own.
   */
  Peer peer(String origin) {
    return peers.computeIfAbsent(
        origin,
        name ->
            clients.connect(
                name, "http-" + names.unique(), ANONYMOUS, Runnable::run, Resident.Role.GATEWAY));
  }

  /** Goes on with those of another hub: answers to what they have asked are still to come. */
  void adopt(Map<String, Peer> before) {
    peers.putAll(before);
  }

  /** Forgets the peer of a workspace that is no more. */
  void workspaceGone(String workspace) {
    Peer gone = peers.remove(workspace);
    if (gone != null) {
      clients.forget(gone);
    }
  }
}
