package io.mycel.rpc.internal;

import io.mycel.api.rpc.ChunkedMessage;
import io.mycel.api.rpc.Conversation;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.RpcLimits;
import io.mycel.api.rpc.Service;
import io.mycel.api.rpc.Session;
import io.mycel.api.transport.Lease;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The service {@code built-in} that every peer has (dialect B, which A understands as well): {@code
 * ping}, {@code get_service}, and the message cache that takes long messages in pieces.
 */
final class BuiltIn {
  static final String ID = "built-in";

  /** Pieces below this length are copied, so that they do not hold the memory of a whole frame. */
  private static final int COPY_BYTES = 4096;

  private static final int API_VERSION = 3;

  /** Takes a message that was put together, as if it had just been received. */
  interface Assembled {
    void receive(Incoming process, ByteBuffer message);
  }

  private final RpcLimits limits;
  private final Keeper keeper;
  private final RpcCounters counters;
  private final Assembled assembled;
  private final PackedMembers packed;
  private final ChunkBudget budget;

  BuiltIn(
      RpcLimits limits,
      Keeper keeper,
      RpcCounters counters,
      ChunkBudget budget,
      Assembled assembled) {
    this.budget = budget;
    this.limits = limits;
    this.keeper = keeper;
    this.counters = counters;
    this.assembled = assembled;
    this.packed = new PackedMembers(limits.depth());
  }

  /** Answers a call of {@code services.built-in.<name>}. Uses the lease of the call. */
  void call(Incoming call, String name, Reply reply) {
    try {
      switch (name) {
        case "ping" -> reply.resolveTree("pong");
        case "get_service" -> reply.resolveTree(service(call));
        case "message_cache.create" -> {
          create(call);
          reply.resolveTree(null);
        }
        case "message_cache.append" -> {
          append(call);
          reply.resolveTree(null);
        }
        case "message_cache.set" -> {
          set(call);
          reply.resolveTree(null);
        }
        case "message_cache.remove" -> {
          message(call);
          call.peer().conversation().drop(key(call));
          reply.resolveTree(null);
        }
        case "message_cache.process" -> process(call, reply);
        default -> throw call.methodNotFound();
      }
    } catch (RpcException e) {
      reply.reject(e);
    } finally {
      call.settle(false);
    }
  }

  private Object service(Incoming call) {
    String id = argument(call, 0, "service_id", null) instanceof String text ? text : "";
    id = id.substring(id.lastIndexOf(':') + 1);
    id = id.indexOf('@') < 0 ? id : id.substring(0, id.indexOf('@'));
    Peer peer = call.peer();
    Service service = peer.services().get(id);
    if (service == null && id.equals(ID)) {
      service = describe(peer);
    }
    if (service == null) {
      throw new RpcException(
          RpcException.Kind.METHOD_NOT_FOUND, "Service not found: " + id + " at " + peer.address());
    }
    Access.check(call, service);
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", service.id());
    map.put("name", service.name());
    map.put("type", service.type());
    map.put("description", service.description());
    Map<String, Object> config = new LinkedHashMap<>(service.config());
    config.putIfAbsent("workspace", peer.workspace());
    map.put("config", config);
    Representer representer =
        new Representer(peer, new FunctionScope.OfService(service.id()), limits.depth());
    if (PackedMembers.isPlain(peer, service, map)) {
      return packed.describe(peer, service, (Map<?, ?>) representer.represent(map));
    }
    service.members().forEach(map::putIfAbsent);
    return representer.represent(map);
  }

  private static Service describe(Peer peer) {
    RpcFunction answeredHere =
        call -> {
          throw new IllegalStateException("the built-in service is called by its address");
        };
    Map<String, Object> cache = new LinkedHashMap<>();
    for (String name : List.of("create", "append", "set", "process", "remove")) {
      cache.put(name, answeredHere);
    }
    return Service.builder(ID)
        .name("Built-in service of " + peer.address())
        .type("built-in")
        .visibility("public")
        .config("require_context", true)
        .config("api_version", (long) API_VERSION)
        .function("ping", answeredHere.described("Answers pong.", null))
        .function("get_service", answeredHere.described("Gets a service of this client.", null))
        .member("message_cache", cache)
        .build();
  }

  private void create(Incoming call) {
    Conversation conversation = call.peer().conversation();
    ChunkedMessage.Key key = key(call);
    boolean overwrite = Boolean.TRUE.equals(argument(call, 2, "overwrite", false));
    if (overwrite) {
      conversation.drop(key);
    }
    if (conversation.chunked().size() >= limits.cacheMessages()) {
      counters.count(RpcCounters.Event.CHUNKED_REFUSED);
      throw data("limit of " + limits.cacheMessages() + " unfinished chunked messages is reached");
    }
    ChunkedMessage message = new ChunkedMessage(keeper.now());
    if (conversation.chunked().putIfAbsent(key, message) != null) {
      throw data("chunked message " + key.key() + " is there already");
    }
    budget.count(conversation);
    keeper.wake(call.peer(), keeper.now() + limits.cacheIdle().toNanos());
    heartbeat(call, argument(call, 1, "heartbeat", false));
  }

  private void append(Incoming call) {
    ChunkedMessage message = message(call);
    put(call, message, message.nextIndex(), argument(call, 1, "data", null));
    heartbeat(call, argument(call, 2, "heartbeat", false));
  }

  private void set(Incoming call) {
    ChunkedMessage message = message(call);
    Object index = argument(call, 1, "index", null);
    if (!(index instanceof Long at) || at < 0 || at >= limits.messageChunks()) {
      throw data(
          "index of a piece must be 0 to " + (limits.messageChunks() - 1) + ", not " + index);
    }
    put(call, message, at.intValue(), argument(call, 2, "data", null));
    heartbeat(call, argument(call, 3, "heartbeat", false));
  }

  private void put(Incoming call, ChunkedMessage message, int index, Object data) {
    Conversation conversation = call.peer().conversation();
    if (!(data instanceof ByteBuffer bytes)) {
      throw data("a piece of a chunked message must be bytes");
    }
    String over;
    if (index >= limits.messageChunks()) {
      over = limits.messageChunks() + " pieces";
    } else if (message.bytes() + bytes.remaining() > limits.messageBytes()) {
      over = limits.messageBytes() + " bytes";
    } else {
      over = budget.refusal(conversation, call.from(), bytes.remaining());
    }
    if (over != null) {
      conversation.drop(key(call));
      counters.count(RpcCounters.Event.CHUNKED_REFUSED);
      throw data("chunked message is longer than the limit of " + over);
    }
    long growth;
    if (bytes.remaining() < COPY_BYTES) {
      ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
      growth = message.set(index, copy, Lease.NONE, keeper.now());
    } else {
      growth = message.set(index, bytes, call.takeLease(), keeper.now());
    }
    conversation.chunkedBytes().addAndGet(growth);
  }

  private void process(Incoming call, Reply reply) {
    ChunkedMessage message = message(call);
    Conversation conversation = call.peer().conversation();
    heartbeat(call, argument(call, 1, "heartbeat", false));
    ByteBuffer whole;
    try {
      whole = message.assemble();
      conversation.chunked().remove(key(call), message);
      conversation.chunkedBytes().addAndGet(-whole.remaining());
    } catch (RpcException e) {
      conversation.drop(key(call));
      throw e;
    }
    reply.resolveTree(null);
    assembled.receive(call, whole);
  }

  private static ChunkedMessage.Key key(Incoming call) {
    if (argument(call, 0, "key", null) instanceof String key && call.from() != null) {
      return new ChunkedMessage.Key(call.from(), key);
    }
    throw data("a chunked message needs a key");
  }

  private static ChunkedMessage message(Incoming call) {
    ChunkedMessage message = call.peer().conversation().chunked().get(key(call));
    if (message == null) {
      throw data("no chunked message with the key " + key(call).key() + ": create it first");
    }
    return message;
  }

  /** A piece of an answer shows that the answer is on its way: its session waits anew. */
  private void heartbeat(Incoming call, Object wanted) {
    if (Boolean.TRUE.equals(wanted)) {
      Session session = call.peer().conversation().sessions().get(key(call).key());
      if (session != null && session.target().equals(call.from())) {
        session.touch(keeper.now());
      }
    }
  }

  /** An argument by its place or its name; a given null is null. */
  private static Object argument(Incoming call, int index, String name, Object otherwise) {
    if (index < call.args().size()) {
      return call.args().get(index);
    }
    return call.kwargs().containsKey(name) ? call.kwargs().get(name) : otherwise;
  }

  private static RpcException data(String message) {
    return new RpcException(RpcException.Kind.DATA, message);
  }
}
