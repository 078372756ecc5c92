package io.mycel.hub.internal;

import io.mycel.api.hub.Client;
import io.mycel.api.hub.Generation;
import io.mycel.api.rpc.RpcEngine;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.transport.Connection;
import io.mycel.api.transport.Lease;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes frames from client to client. It reads the first map of a frame and nothing else, stamps
 * it with what the hub knows of the sender, and hands the rest on as it came. It never blocks. Who
 * may call what is decided by the called peer (data representation v2).
 */
final class Router {
  private static final Logger LOG = LoggerFactory.getLogger(Router.class);

  private static final String SERVICES = "services.";
  private static final String OF_BUILT_IN = "services.built-in.";

  private final Directory directory;
  private final RpcEngine engine;
  private final Events events;
  private final BuiltInVersion builtInVersion;
  private final Backpressure backpressure;
  private final Traffic traffic;
  private final HeadPool heads = new HeadPool();
  private final int maxManagerBytes;
  private final int maxPending;

  Router(
      Directory directory,
      RpcEngine engine,
      Events events,
      Backpressure backpressure,
      Traffic traffic,
      HubLimits limits) {
    this.directory = directory;
    this.engine = engine;
    this.events = events;
    this.builtInVersion = new BuiltInVersion(engine);
    this.backpressure = backpressure;
    this.traffic = traffic;
    this.maxManagerBytes = limits.managerBytes();
    this.maxPending = limits.pendingCalls();
  }

  /**
   * Routes a frame of a client.
   *
   * @param frame the frame, or its beginning with at least the whole first map; its position is
   *     moved
   * @param more what follows, usually empty
   * @param lease the leave to use the memory of both
   */
  void route(ClientEntry from, ByteBuffer frame, ByteBuffer more, Lease lease) {
    FrameHead head;
    try {
      head = FrameHead.scan(frame);
    } catch (BrokenFrameException e) {
      traffic.dropped(Traffic.Drop.BROKEN);
      lease.release();
      from.complaints()
          .warn(
              LOG,
              () ->
                  from.address()
                      + ": a frame of "
                      + frame.remaining()
                      + " bytes is dropped: "
                      + e.getMessage());
      return;
    }
    KnownTargets.Target target = from.targets().of(head, from);
    if (target == null) {
      traffic.dropped(Traffic.Drop.NO_TARGET);
      lease.release();
      from.complaints()
          .warn(LOG, () -> from.address() + ": a frame is dropped, its first map has no 'to'");
      return;
    }
    if (from.bucket() != null && isOverRate(from, target.address(), head)) {
      lease.release();
      return;
    }
    ByteBuffer rest = frame.position(head.end());
    switch (target.kind()) {
      case MANAGER -> toManager(from, target.address(), head, Buffers.join(rest, more), lease);
      case EVERYBODY -> {
        events.broadcast(from, target, head, Buffers.join(rest, more));
        lease.release();
      }
      case CLIENT -> forward(from, target, head, rest, more, lease);
    }
  }

  private void toManager(
      ClientEntry from, String target, FrameHead head, ByteBuffer rest, Lease lease) {
    if (rest.remaining() > maxManagerBytes) {
      lease.release();
      tooLargeForManager(from, target, head.session());
      return;
    }
    traffic.toManager();
    engine.receive(
        from.manager(),
        head.rewrite(utf8(from.manager().address()), from.identity(), Buffers.EMPTY),
        rest,
        lease);
  }

  /**
   * Counts a frame of a client whose rate is limited. A call of a service is rejected if it is one
   * too many. Nobody could be told that anything else was refused: an answer, a heartbeat, a
   * callback or a piece of a long message belongs to a call under way, an event is a call to
   * nobody. That is delivered, and its sender is read more slowly.
   */
  private boolean isOverRate(ClientEntry from, String target, FrameHead head) {
    TokenBucket bucket = from.bucket();
    String session = head.session();
    String method = head.method();
    if (session == null
        || method == null
        || !method.startsWith(SERVICES)
        || method.startsWith(OF_BUILT_IN)) {
      long rest = bucket.owe();
      if (rest > 0) {
        backpressure.rest(from, rest);
      }
      return false;
    }
    if (bucket.take()) {
      return false;
    }
    traffic.dropped(Traffic.Drop.RATE_LIMIT);
    reject(
        from,
        target,
        session,
        "Client "
            + from.address()
            + " sends too many messages: at most "
            + bucket.limit().perSecond()
            + " a second and "
            + bucket.limit().burst()
            + " at once are allowed. This call was not made; call it again later, or raise"
            + " maxMessagesPerSecond of io.mycel.hub");
    return true;
  }

  /** The manager makes values of what it gets, and they take many times its memory. */
  private void tooLargeForManager(ClientEntry from, String target, String session) {
    traffic.dropped(Traffic.Drop.TOO_LARGE);
    if (session != null) {
      reject(
          from,
          target,
          session,
          "A message to the workspace manager must not be larger than "
              + maxManagerBytes
              + " bytes (maxManagerBytes of io.mycel.hub)");
    }
  }

  /** Sends a frame that the manager's peer has made to its client. */
  static boolean sendAsManager(
      Client client,
      Connection connection,
      SenderIdentity manager,
      ByteBuffer frame,
      ByteBuffer more) {
    try {
      FrameHead head = FrameHead.scan(frame);
      ByteBuffer rest = frame.duplicate().position(head.end());
      ByteBuffer out = head.rewrite(utf8(client.address()), manager, rest);
      if (StrictReader.is(client, connection.opening())) {
        String flaw = StrictReader.flaw(out, more);
        if (flaw != null) {
          throw new RpcException(
              RpcException.Kind.DATA, client.address() + " could not read the answer: " + flaw);
        }
      }
      return connection.send(out, more, Lease.NONE);
    } catch (BrokenFrameException e) {
      throw new IllegalArgumentException(
          "a frame for " + client.address() + " cannot be read: " + e.getMessage(), e);
    }
  }

  private void forward(
      ClientEntry from,
      KnownTargets.Target to,
      FrameHead head,
      ByteBuffer rest,
      ByteBuffer more,
      Lease lease) {
    String target = to.address();
    String session = head.session();
    ClientEntry entry = directory.client(target);
    if (entry == null) {
      lease.release();
      traffic.dropped(Traffic.Drop.TARGET_GONE);
      if (session != null) {
        reject(from, target, session, "Target peer " + target + " is not connected");
      }
      return;
    }
    ByteBuffer extra = more.hasRemaining() ? more : rest;
    ByteBuffer inHead = more.hasRemaining() ? rest : Buffers.EMPTY;
    if (head.hasMethod()) {
      String answered = head.answered();
      if (answered != null) {
        entry.pending().remove(answered);
        if (!from.builtInAsked().isEmpty() && from.builtInAsked().remove(answered)) {
          extra = builtInVersion.add(Buffers.join(inHead, extra));
          inHead = Buffers.EMPTY;
        }
      }
      if (session != null) {
        if (to.known().isNew(entry)) {
          called(from, entry);
        }
        from.pending().add(session, target, maxPending);
        if (from.isGeneration(Generation.B)
            && entry.isGeneration(Generation.A)
            && head.isMethod(BuiltInVersion.METHOD)) {
          builtInVersion.remember(entry, session);
        }
      }
    }
    Lease whole = lease;
    ByteBuffer room = Buffers.EMPTY;
    if (!entry.isLocal()) { // who is in this JVM may read a head after its frame was given back
      HeadPool.Head pooled = heads.take(lease);
      whole = pooled;
      room = pooled.room();
    }
    ByteBuffer out = head.rewrite(to.utf8(), from.identity(), inHead, room);
    if (entry.strict()) {
      String flaw = StrictReader.flaw(out, extra);
      if (flaw != null) {
        refuse(from, entry, head, flaw);
        whole.release();
        return;
      }
    }
    // a client of this JVM cannot be made to wait, so it is told at once
    boolean refused = from.isLocal() && backpressure.isCongested(entry);
    if (refused) {
      whole.release();
    }
    if (!refused && entry.connection().send(out, extra, whole)) {
      traffic.forwarded();
      backpressure.queued(from, entry);
    } else {
      traffic.dropped(Traffic.Drop.NOT_ACCEPTED);
      if (session != null) {
        from.pending().remove(session);
        reject(
            from,
            target,
            session,
            "Target peer "
                + target
                + (entry.connection().isOpen()
                    ? " does not accept messages: its queue is full"
                    : " is not connected"));
      }
    }
  }

  /** Drops what would stop its target from listening. Who waits for it or for its answer learns. */
  private void refuse(ClientEntry from, ClientEntry to, FrameHead head, String flaw) {
    traffic.dropped(Traffic.Drop.UNREADABLE);
    from.complaints()
        .warn(
            LOG,
            () ->
                from.address()
                    + ": a frame for "
                    + to.address()
                    + " is dropped, it cannot be read: "
                    + flaw);
    if (head.session() != null) {
      from.pending().remove(head.session());
      reject(from, to.address(), head.session(), to.address() + " cannot read this call: " + flaw);
    }
    String answered = head.answered();
    if (answered != null) {
      reject(
          to,
          from.address(),
          answered,
          "The answer of " + from.address() + " cannot be read: " + flaw);
    }
  }

  /**
   * Tells every client that waits for an answer of one that is not there: where a hub takes over, a
   * client may have gone while nobody looked.
   */
  void rejectCallsToNobody() {
    for (ClientEntry caller : directory.clients()) {
      waitsFor(caller);
    }
  }

  /** Makes a client that has come with open calls known to those who are to answer them. */
  void waitsFor(ClientEntry caller) {
    for (String target : caller.pending().targets()) {
      ClientEntry callee = directory.client(target);
      if (callee == null) {
        rejectCalls(caller, target);
      } else {
        called(caller, callee);
      }
    }
  }

  private void called(ClientEntry caller, ClientEntry callee) {
    callee.callers().add(caller.address(), address -> directory.client(address) != null);
  }

  /** A client is there on another connection: those who wait for it go on waiting. */
  void replaced(ClientEntry old, ClientEntry entry) {
    old.callers()
        .all()
        .forEach(caller -> entry.callers().add(caller, each -> directory.client(each) != null));
  }

  /** Tells every client that waits for an answer of a client that has gone. */
  void rejectCallsTo(ClientEntry gone) {
    for (String address : gone.callers().all()) {
      ClientEntry caller = directory.client(address);
      if (caller != null) {
        traffic.lookedForCalls();
        rejectCalls(caller, gone.address());
      }
    }
  }

  private void rejectCalls(ClientEntry caller, String target) {
    for (String session : caller.pending().removeTarget(target)) {
      reject(caller, target, session, "Target peer " + target + " has disconnected");
    }
  }

  private void reject(ClientEntry caller, String target, String session, String message) {
    traffic.rejectedCall();
    Map<String, Object> main = new LinkedHashMap<>();
    main.put("type", "method");
    main.put("from", target);
    main.put("to", caller.address());
    main.put("method", session + ".reject");
    main.put("parent", session);
    main.put("ws", caller.client().workspace());
    main.put("user", UserWire.toMap(Directory.ROOT, null, null));
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("_rtype", "error");
    error.put("_rvalue", message);
    error.put("_rtrace", "");
    caller
        .connection()
        .send(engine.pack(main), engine.pack(Map.of("args", List.of(error))), Lease.NONE);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
