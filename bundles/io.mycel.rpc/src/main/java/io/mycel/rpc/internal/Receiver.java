package io.mycel.rpc.internal;

import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.Conversation;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RemoteObject;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.RpcLimits;
import io.mycel.api.rpc.Service;
import io.mycel.api.rpc.Session;
import io.mycel.api.transport.Lease;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads frames and does what they ask for. */
final class Receiver {
  private static final Logger LOG = LoggerFactory.getLogger(Receiver.class);

  /** Bad frames of which each is logged. */
  private static final int FEW = 5;

  private final RpcLimits limits;
  private final Outbox outbox;
  private final Keeper keeper;
  private final Caller caller;
  private final Runner runner;
  private final BuiltIn builtIn;

  private final RpcCounters counters;

  Receiver(
      RpcLimits limits,
      Outbox outbox,
      Keeper keeper,
      Caller caller,
      Runner runner,
      ChunkBudget budget,
      RpcCounters counters) {
    this.limits = limits;
    this.outbox = outbox;
    this.keeper = keeper;
    this.caller = caller;
    this.runner = runner;
    this.builtIn = new BuiltIn(limits, keeper, counters, budget, this::receiveAssembled);
    this.counters = counters;
  }

  void receive(Peer peer, ByteBuffer mainBytes, ByteBuffer extraBytes, Lease lease) {
    receive(peer, reader(mainBytes), reader(extraBytes), lease);
  }

  /** A frame whose two maps follow each other. */
  void receive(Peer peer, ByteBuffer frame, Lease lease) {
    MsgpackReader both = reader(frame);
    receive(peer, both, both, lease);
  }

  private void receive(Peer peer, MsgpackReader head, MsgpackReader tail, Lease lease) {
    if (peer.conversation().closed() != null) {
      lease.release();
      return;
    }
    Map<String, Object> main = null;
    Incoming call;
    try {
      main = head.readMap();
      if (head != tail) {
        demandEnd(head);
      }
      Map<String, Object> extra = tail.atEnd() ? new LinkedHashMap<>() : tail.readMap();
      demandEnd(tail);
      call = new Incoming(peer, main, extra, head.viewed() || tail.viewed(), lease);
    } catch (RpcException e) {
      bad(peer, main, e);
      lease.release();
      return;
    }
    dispatch(call);
  }

  private MsgpackReader reader(ByteBuffer bytes) {
    return new MsgpackReader(bytes, limits.depth() + 2, limits.values());
  }

  private static void demandEnd(MsgpackReader reader) {
    if (!reader.atEnd()) {
      throw new RpcException(RpcException.Kind.DATA, "bytes follow the end of the frame");
    }
  }

  /** Counts and logs a frame that cannot be read, and answers where somebody waits. */
  private void bad(Peer peer, Map<String, Object> main, RpcException why) {
    peer.conversation().badFrames().increment();
    counters.count(RpcCounters.Event.BAD_FRAME);
    String from = main == null ? null : Trees.text(main, "from");
    long count = peer.conversation().badFrames().sum();
    // the first few, then at each doubling: whoever sends them cannot fill the log
    if (count <= FEW || Long.bitCount(count) == 1) {
      LOG.warn("{}: bad frame from {} ({} so far): {}", peer, from, count, why.getMessage());
    }
    String session = main == null ? null : Trees.text(main, "session");
    if (session != null && from != null) {
      reply(peer, main, Map.of("promise", "*")).reject(why);
    }
  }

  /** Who, where and on whose behalf is what the last frame says, not the message within. */
  private void receiveAssembled(Incoming process, ByteBuffer message) {
    Peer peer = process.peer();
    Map<String, Object> main = null;
    Incoming call;
    try {
      MsgpackReader reader = reader(message);
      main = reader.readMap();
      for (String field : List.of("from", "to", "ws", "user")) {
        if (process.main().containsKey(field)) {
          main.put(field, process.main().get(field));
        } else {
          main.remove(field);
        }
      }
      Map<String, Object> extra = reader.atEnd() ? new LinkedHashMap<>() : reader.readMap();
      demandEnd(reader);
      call = new Incoming(peer, main, extra, reader.viewed(), Lease.NONE);
      if (call.method() != null && call.method().startsWith(Outbox.MESSAGE_CACHE)) {
        throw new RpcException(RpcException.Kind.DATA, "a chunked message within another");
      }
    } catch (RpcException e) {
      bad(peer, main, e);
      return;
    }
    dispatch(call);
  }

  private void dispatch(Incoming call) {
    String type = Trees.text(call.main(), "type");
    if (!"method".equals(type)) {
      event(call, type);
      return;
    }
    Reply reply = reply(call.peer(), call.main(), call.extra());
    try {
      route(call, reply);
    } catch (RpcException e) {
      call.settle(false);
      LOG.debug("{}: call of {} refused: {}", call.peer(), call.from(), e.getMessage());
      reply.reject(e);
    }
  }

  private Reply reply(Peer peer, Map<String, Object> main, Map<String, Object> extra) {
    return new Reply(peer, outbox, limits, to -> caller.lazySession(peer, to), main, extra);
  }

  private void route(Incoming call, Reply reply) {
    if (call.method() == null) {
      throw new RpcException(RpcException.Kind.DATA, "a frame of type method names no method");
    }
    String[] path = call.method().split("\\.", -1);
    if (!path[0].equals("services")) {
      session(call, path[0], reply);
      return;
    }
    if (path.length < 3) {
      throw call.methodNotFound();
    }
    List<String> rest = Arrays.asList(path).subList(2, path.length);
    Conversation conversation = call.peer().conversation();
    Service service = call.peer().services().get(path[1]);
    RemoteObject object = conversation.objects().get(path[1]);
    Optional<RpcFunction> own = service == null ? Optional.empty() : service.function(rest);
    if (own.isPresent()) {
      Access.check(call, service);
      run(call, own.get(), reply);
    } else if (path[1].equals(BuiltIn.ID)) {
      builtIn.call(call, String.join(".", rest), reply);
    } else if (object != null) {
      Access.checkOwner(call, object.target());
      object(call, object, rest, reply);
    } else {
      throw call.methodNotFound();
    }
  }

  private void object(Incoming call, RemoteObject object, List<String> path, Reply reply) {
    if (path.equals(List.of("_dispose"))) {
      call.peer().conversation().objects().remove(object.id(), object);
      call.settle(false);
      reply.resolveTree(null);
      return;
    }
    run(call, Service.function(object.members(), path).orElseThrow(call::methodNotFound), reply);
  }

  private void session(Incoming call, String id, Reply reply) {
    String name = call.method().substring(Math.min(id.length() + 1, call.method().length()));
    Session session = call.peer().conversation().sessions().get(id);
    boolean ending = name.equals("resolve") || name.equals("reject");
    if (session == null && (ending || name.equals("heartbeat"))) {
      LOG.debug("{}: {} comes too late for session {}", call.peer(), name, id);
      call.settle(false);
      return;
    }
    if (session == null) {
      throw call.methodNotFound();
    }
    RpcFunction function = session.functions().get(name);
    if (function != null && name.startsWith(FunctionScope.SHARED)) {
      Access.checkShared(call, session.target());
    } else {
      Access.checkOwner(call, session.target());
    }
    if (session.answer() != null && ending) {
      end(call, session, name.equals("resolve"));
      return;
    }
    session.touch(keeper.now());
    if (name.equals("heartbeat")) {
      call.settle(false);
      reply.resolveTree(null);
      return;
    }
    String parent = Trees.text(call.main(), "parent");
    if (parent != null && !call.peer().conversation().sessions().containsKey(parent)) {
      throw new RpcException(
          RpcException.Kind.METHOD_NOT_FOUND,
          "Method not found: " + call.method() + ": its parent session is over");
    }
    if (function == null) {
      throw call.methodNotFound();
    }
    run(call, function, reply);
  }

  private void end(Incoming call, Session session, boolean resolved) {
    Object value;
    try {
      Object tree = call.args().isEmpty() ? null : call.args().get(0);
      value = restorer(call).restore(tree);
    } catch (RpcException e) {
      call.settle(false);
      session.answer().completeExceptionally(e);
      return;
    }
    call.settle(true);
    call.peer().conversation().sessions().remove(session.id(), session);
    if (resolved) {
      session.answer().complete(value);
    } else {
      session.answer().completeExceptionally(Errors.fromWire(value));
    }
  }

  private void run(Incoming call, RpcFunction function, Reply reply) {
    Call decoded;
    try {
      Restorer restorer = restorer(call);
      @SuppressWarnings("unchecked") // a restored list is a list
      List<Object> args = (List<Object>) restorer.restore(call.args());
      Map<String, Object> kwargs = Trees.stringKeys((Map<?, ?>) restorer.restore(call.kwargs()));
      decoded = new Call(args, kwargs, context(call));
    } catch (ClassCastException e) {
      throw new RpcException(RpcException.Kind.DATA, "keyword arguments must be a plain map");
    }
    call.settle(true);
    runner.run(call.peer(), function, decoded, reply);
  }

  private static Call.Context context(Incoming call) {
    Map<String, Object> main = call.main();
    String from = call.from() == null ? "" : call.from();
    String workspace = Trees.text(main, "ws");
    Map<String, Object> user =
        main.get("user") instanceof Map<?, ?> map ? Trees.stringKeys(map) : Map.of();
    String to = Trees.text(main, "to");
    return new Call.Context(
        from,
        to == null ? call.peer().address() : to,
        workspace == null ? Trees.workspace(from) : workspace,
        user,
        main);
  }

  private Restorer restorer(Incoming call) {
    return new Restorer(call.peer(), call.from(), limits.depth());
  }

  private void event(Incoming call, String type) {
    Map<String, Object> main = call.main();
    Peer peer = call.peer();
    call.settle(true);
    if ("client_disconnected".equals(type) && main.get("data") instanceof Map<?, ?> data) {
      String workspace = Trees.text(data, "workspace");
      String id = Trees.text(data, "id");
      if (workspace != null && id != null) {
        peer.peerGone(workspace + "/" + id);
      }
    } else if ("peer_not_found".equals(type)) {
      peerNotFound(peer, main);
    }
    Consumer<Map<String, Object>> listener =
        type == null ? null : peer.conversation().listeners().get(type);
    if (listener == null) {
      LOG.debug("{}: event {} has no listener", peer, type);
      return;
    }
    try {
      peer.executor().execute(() -> listener.accept(main));
    } catch (RejectedExecutionException e) {
      LOG.warn("{}: too busy for event {}", peer, type);
    }
  }

  private static void peerNotFound(Peer peer, Map<String, Object> main) {
    String id = Trees.text(main, "session");
    Session session = id == null ? null : peer.conversation().sessions().get(id);
    if (session != null && session.answer() != null) {
      String why = Trees.text(main, "error");
      session
          .answer()
          .completeExceptionally(
              new RpcException(
                  RpcException.Kind.PEER_GONE,
                  why == null ? "Target peer " + session.target() + " is not connected" : why));
    }
  }
}
