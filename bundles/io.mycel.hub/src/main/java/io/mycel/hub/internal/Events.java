package io.mycel.hub.internal;

import io.mycel.api.rpc.RpcEngine;
import io.mycel.api.transport.Lease;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers events to those clients of a workspace that have subscribed to their type. */
final class Events {
  static final String CLIENT_DISCONNECTED = "client_disconnected";
  private static final Logger LOG = LoggerFactory.getLogger(Events.class);

  private final Directory directory;
  private final RpcEngine engine;
  private final Backpressure backpressure;
  private final Traffic traffic;

  Events(Directory directory, RpcEngine engine, Backpressure backpressure, Traffic traffic) {
    this.directory = directory;
    this.engine = engine;
    this.backpressure = backpressure;
    this.traffic = traffic;
  }

  /**
   * Passes an event of a client on.
   *
   * @param target {@code workspace/*}; only the sender's own workspace is served
   */
  void broadcast(ClientEntry from, KnownTargets.Target target, FrameHead head, ByteBuffer extra) {
    String workspace = target.address().substring(0, target.address().length() - 2);
    if (!workspace.equals(from.client().workspace())) {
      traffic.dropped(Traffic.Drop.NO_TARGET);
      from.complaints()
          .warn(
              LOG,
              () ->
                  from.address()
                      + ": an event for "
                      + target.address()
                      + " is dropped, a client sends events to its own workspace only");
      return;
    }
    ByteBuffer main = head.rewrite(target.utf8(), from.identity(), Buffers.EMPTY);
    // the frame's memory goes back to its pool when this returns, while subscribers may still wait
    // to be written
    ByteBuffer copy = ByteBuffer.wrap(Buffers.bytes(extra));
    deliver(from, subscribers(workspace, head.type()), main, copy);
  }

  private List<ClientEntry> subscribers(String workspace, String type) {
    if (type == null) {
      return List.of();
    }
    return directory.workspace(workspace).stream()
        .flatMap(there -> there.clients().stream())
        .filter(entry -> entry.client().subscriptions().contains(type))
        .toList();
  }

  /** Tells a workspace that clients have gone for good. */
  void clientsDisconnected(String workspace, List<ClientEntry> gone) {
    List<ClientEntry> subscribers = subscribers(workspace, CLIENT_DISCONNECTED);
    if (subscribers.isEmpty()) {
      return;
    }
    for (ClientEntry each : gone) {
      Map<String, Object> main = new LinkedHashMap<>();
      main.put("type", CLIENT_DISCONNECTED);
      main.put("to", "*");
      main.put("data", Map.of("id", each.client().id(), "workspace", workspace));
      deliver(null, subscribers, engine.pack(main), Buffers.EMPTY);
    }
  }

  private void deliver(
      ClientEntry from, List<ClientEntry> subscribers, ByteBuffer main, ByteBuffer extra) {
    Boolean unreadable = null;
    for (ClientEntry entry : subscribers) {
      if (entry.strict()) {
        unreadable = unreadable == null ? StrictReader.flaw(main, extra) != null : unreadable;
        if (unreadable) {
          continue;
        }
      }
      if (entry.connection().send(main.duplicate(), extra.duplicate(), Lease.NONE)) {
        traffic.broadcast();
        if (from != null) {
          backpressure.queued(from, entry);
        }
      }
    }
  }
}
