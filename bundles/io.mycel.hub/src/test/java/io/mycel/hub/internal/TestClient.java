package io.mycel.hub.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mycel.api.hub.Client;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.Service;
import io.mycel.api.transport.Connection;
import io.mycel.api.transport.Lease;
import io.mycel.api.transport.Opening;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A client at the other end of a connection without a socket; it speaks through a peer of its own.
 */
final class TestClient implements Connection {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TestHub hub;
  private final Opening opening;
  private final Map<Class<?>, Object> attachments = new ConcurrentHashMap<>();
  final List<String> texts = new ArrayList<>();
  final List<Map<?, ?>> events = new ArrayList<>();
  final List<Map<?, ?>> mains = new ArrayList<>();
  String refusal;
  Integer closeCode;
  boolean full;

  /** Counts frames and forgets them. */
  boolean deaf;

  long unheard;
  boolean paused;

  /** What it has sent and nobody has received; null if all is received at once. */
  private Queue<ByteBuffer> held;

  private long queued;
  long written;
  private long drainedAt;
  private Runnable drained;
  Peer peer;

  TestClient(TestHub hub, Opening opening) {
    this.hub = hub;
    this.opening = opening;
  }

  /** Speaks as a client of generation A does, which gets no greeting. */
  void speakA() {
    String workspace = attachment(Client.class).orElseThrow().workspace();
    peer = peer(workspace, opening.parameter("client_id").orElseThrow(), null);
    Map<?, ?> info = (Map<?, ?>) manager("get_connection_info");
    if (!workspace.equals(info.get("workspace"))) {
      throw new AssertionError("get_connection_info tells " + info);
    }
  }

  private Peer peer(String workspace, String id, String manager) {
    return new Peer(
        workspace,
        id,
        manager,
        (head, tail) -> {
          ByteBuffer frame = Buffers.join(head, tail);
          if (held != null) {
            held.add(frame);
          } else {
            hub.core.desk().received(this, frame, Lease.NONE);
          }
          return true;
        },
        Runnable::run,
        hub.engine);
  }

  /** Calls any function by its address and waits for the answer. */
  Object ask(String target, String method, Object... args) {
    return get(
        new RemoteFunction(peer, target, method, RemoteFunction.Promise.EXPLICIT, Map.of())
            .call(args));
  }

  /** Calls a method of the manager as this client knows it. */
  Object manager(String method, Object... args) {
    return ask(managerAddress(), "services.default." + method, args);
  }

  String managerAddress() {
    return peer.managerAddress() != null
        ? peer.managerAddress()
        : peer.workspace() + "/workspace-manager";
  }

  static Object get(CompletableFuture<Object> future) {
    try {
      return future.get(10, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new AssertionError(e.getCause());
    } catch (Exception e) {
      throw new AssertionError("no answer", e);
    }
  }

  /** Offers a service with one function. */
  void offer(String id, String visibility, String function, RpcFunction body) {
    Service service = Service.builder(id).visibility(visibility).function(function, body).build();
    if (peer.managerAddress() != null) {
      get(peer.register(service).thenApply(done -> (Object) ""));
    } else {
      peer.services().put(id, service);
      manager(
          "update_client_info",
          Map.of(
              "id",
              peer.clientId(),
              "services",
              List.of(
                  Map.of(
                      "id",
                      peer.clientId() + ":" + id,
                      "config",
                      Map.of("visibility", visibility)))));
    }
  }

  JsonNode text(int index) {
    try {
      return JSON.readTree(texts.get(index));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** From now on another hub has this connection. */
  void moveTo(TestHub next) {
    hub = next;
  }

  /** From now on what it sends is on its way. */
  void hold() {
    held = new ArrayDeque<>();
  }

  /** What is on its way arrives, the first frame like this included. */
  void letGoUntil(Predicate<String> like) {
    for (ByteBuffer frame = held.poll(); frame != null; frame = held.poll()) {
      boolean last = like.test(StandardCharsets.ISO_8859_1.decode(frame.duplicate()).toString());
      hub.core.desk().received(this, frame, Lease.NONE);
      if (last) {
        return;
      }
    }
  }

  /** What is on its way arrives, and what it sends from now on does so at once. */
  void letGo() {
    Queue<ByteBuffer> all = held;
    held = null;
    all.forEach(frame -> hub.core.desk().received(this, frame, Lease.NONE));
  }

  /** The socket goes away. */
  void vanish(int code) {
    closeCode = closeCode == null ? code : closeCode;
    hub.core.desk().closed(this, code, "");
  }

  @Override
  public Opening opening() {
    return opening;
  }

  @Override
  public boolean send(ByteBuffer head, ByteBuffer tail, Lease lease) {
    if (closeCode != null || full) {
      lease.release();
      return false;
    }
    if (deaf) {
      unheard++;
      lease.release();
      return true;
    }
    ByteBuffer frame = Buffers.join(head, tail);
    ByteBuffer copy = ByteBuffer.wrap(Buffers.bytes(frame));
    lease.release();
    try {
      int end = FrameHead.scan(copy).end();
      Map<?, ?> main = (Map<?, ?>) hub.engine.unpack(copy.duplicate().limit(end));
      mains.add(main);
      if ("method".equals(main.get("type"))) {
        if (peer != null) {
          hub.engine.receive(
              peer, copy.duplicate().limit(end), copy.duplicate().position(end), Lease.NONE);
        }
      } else {
        events.add(main);
      }
    } catch (BrokenFrameException e) {
      throw new AssertionError(e);
    }
    return true;
  }

  @Override
  public boolean send(String text) {
    if (closeCode != null) {
      return false;
    }
    texts.add(text);
    JsonNode node = text(texts.size() - 1);
    if ("connection_info".equals(node.path("type").asText())) {
      peer =
          peer(
              node.path("workspace").asText(),
              node.path("client_id").asText(),
              "*/" + node.path("manager_id").asText());
    }
    return true;
  }

  @Override
  public void close(int code, String reason) {
    if (closeCode == null) {
      closeCode = code;
      queue(queued);
      hub.core.desk().closed(this, code, reason);
    }
  }

  @Override
  public boolean isOpen() {
    return closeCode == null;
  }

  @Override
  public long queuedBytes() {
    return queued;
  }

  @Override
  public long writtenBytes() {
    return written;
  }

  /** As if so much waited to be written. */
  void queue(long bytes) {
    queued = bytes;
    if (drained != null && (bytes <= drainedAt || closeCode != null)) {
      Runnable action = drained;
      drained = null;
      action.run();
    }
  }

  @Override
  public void whenDrained(long bytes, Runnable action) {
    drained = action;
    drainedAt = bytes;
    queue(queued);
  }

  @Override
  public void pauseReading() {
    paused = true;
  }

  @Override
  public void resumeReading() {
    paused = false;
  }

  @Override
  public <T> Optional<T> attachment(Class<T> type) {
    return Optional.ofNullable(type.cast(attachments.get(type)));
  }

  @Override
  public <T> void attach(Class<T> type, T value) {
    attachments.put(type, value);
  }
}
