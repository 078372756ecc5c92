package io.mycel.rpc.internal;

import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.Service;
import java.util.Collection;

/** Who may call what. The hub routes every call; it is the called peer that refuses. */
final class Access {
  private Access() {}

  /**
   * Fails with PERMISSION unless the service is public or unlisted, or the caller is of the same
   * workspace, of one in {@code config.authorized_workspaces}, or the manager.
   */
  static void check(Incoming call, Service service) {
    Object visibility = service.config().get("visibility");
    if ("public".equals(visibility) || "unlisted".equals(visibility)) {
      return;
    }
    String from = call.from();
    Peer peer = call.peer();
    boolean allowed =
        from != null
            && (Trees.workspace(from).equals(peer.workspace())
                || isManager(peer, from)
                || service.config().get("authorized_workspaces") instanceof Collection<?> others
                    && others.contains(Trees.workspace(from)));
    if (!allowed) {
      throw denied(call, "service " + service.id() + " is for its own workspace only");
    }
  }

  /** Fails with PERMISSION unless the caller is the only peer that may use something. */
  static void checkOwner(Incoming call, String target) {
    if (!target.equals(call.from())) {
      throw denied(call, "it belongs to a conversation with another client");
    }
  }

  /**
   * Fails with PERMISSION unless the caller is of the workspace of this peer, or of the one that
   * something was given to. A stream can be passed on: its functions are for all who may have been
   * told of them; nobody else can guess their names ({@link Ids#secret}).
   */
  static void checkShared(Incoming call, String target) {
    String from = call.from() == null ? "" : Trees.workspace(call.from());
    if (!from.equals(call.peer().workspace()) && !from.equals(Trees.workspace(target))) {
      throw denied(call, "it belongs to a conversation of other workspaces");
    }
  }

  /** Only a hub writes {@code *} in front of an address. */
  private static boolean isManager(Peer peer, String from) {
    return peer.managerAddress() == null
        ? from.startsWith("*/")
        : from.equals(peer.managerAddress());
  }

  private static RpcException denied(Incoming call, String why) {
    return new RpcException(
        RpcException.Kind.PERMISSION,
        "Permission denied for " + call.from() + " to call " + call.method() + ": " + why);
  }
}
