package io.mycel.js.internal.plugin;

import io.mycel.api.hub.Hub;
import io.mycel.api.hub.Permission;
import io.mycel.api.hub.User;
import io.mycel.api.plugin.PluginContext;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RpcException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The client of the hub by which a plugin calls others. It has one of its own only once it is
 * offered; until then, in its scripts and its {@code setup}, another one stands in for it.
 */
final class HubClient {
  private final PluginContext context;
  private final Supplier<Optional<Hub>> hub;
  private Peer standIn;
  private Hub standsAt;
  private boolean closed;

  HubClient(PluginContext context, Supplier<Optional<Hub>> hub) {
    this.context = context;
    this.hub = hub;
  }

  /**
   * The client at the moment.
   *
   * @throws RpcException if there is no hub
   */
  Peer peer() {
    return context.peer().or(this::standIn).orElseThrow(HubClient::none);
  }

  private static RpcException none() {
    return new RpcException(
        RpcException.Kind.PEER_GONE, "the hub is being replaced; try again in a moment");
  }

  private synchronized Optional<Peer> standIn() {
    Optional<Hub> now = closed ? Optional.empty() : hub.get();
    if (now.isPresent() && now.get() != standsAt) {
      String workspace = context.id().workspace();
      standIn = now.get().connect(workspace, "plugin-" + UUID.randomUUID(), user(workspace));
      standsAt = now.get();
    }
    return now.map(there -> standIn);
  }

  /** It may do what every program of its workspace may. */
  private User user(String workspace) {
    return new User(
        "plugin:" + context.id(),
        List.of(),
        false,
        null,
        null,
        Map.of(workspace, Permission.READ_WRITE),
        null);
  }

  /** The plugin has ended. What it got in its {@code setup} was good until now. */
  synchronized void close() {
    closed = true;
    if (standIn != null) {
      standIn.close("the plugin has ended");
      standIn = null;
    }
  }
}
