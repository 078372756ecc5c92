package io.mycel.itest.framework;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.Value;
import org.msgpack.value.ValueFactory;

/**
 * A client that speaks the protocol of one generation by itself, so that no bundle of the platform
 * works for it: it answers every call of a service with its first argument (but those of {@code
 * silence}), and calls others.
 */
final class RawClient implements AutoCloseable, WebSocket.Listener {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TIMEOUT_SECONDS = 30;
  private static final int ATTEMPTS = 400;
  private static final int PAUSE_MILLIS = 50;

  private final Map<String, CompletableFuture<Value>> pending = new ConcurrentHashMap<>();
  private final ByteArrayOutputStream frame = new ByteArrayOutputStream();
  private final StringBuilder text = new StringBuilder();
  private final boolean old;
  private final String id;
  private final HttpClient http;
  private final AtomicBoolean returning = new AtomicBoolean();
  private final AtomicInteger comebacks = new AtomicInteger();
  private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);
  private volatile WebSocket lost;
  private volatile WebSocket socket;
  private volatile CompletableFuture<String> manager = new CompletableFuture<>();
  private volatile String workspace;
  private volatile String reconnectionToken;
  private volatile URI returnsTo;
  private volatile String ended;

  /**
   * A client that is connected and has registered the service {@code echo}.
   *
   * @param old true for generation A, false for B
   */
  RawClient(HttpClient http, URI base, String id, boolean old) throws Exception {
    this.http = http;
    this.old = old;
    this.id = id;
    connect(base).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    if (old) {
      Value services = map("id", id + ":echo", "config", Map.of("visibility", "public"));
      callManager("update_client_info", map("id", id, "services", services))
          .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Connects, for the first time or with the token by which a client gets its name again. */
  private CompletableFuture<Void> connect(URI base) {
    String query =
        !old
            ? ""
            : "?client_id="
                + id
                + (reconnectionToken == null ? "" : "&reconnection_token=" + reconnectionToken);
    URI url = URI.create("ws" + base.toString().substring(4) + "/ws" + query);
    manager = new CompletableFuture<>();
    frame.reset();
    text.setLength(0);
    return http.newWebSocketBuilder()
        .buildAsync(url, this)
        .thenCompose(
            opened -> {
              synchronized (this) {
                socket = opened;
                sent = CompletableFuture.completedFuture(null);
              }
              return old ? greetedByA() : greetedByB(opened);
            })
        .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  private CompletableFuture<Void> greetedByA() {
    manager.complete("workspace-manager");
    return callManager("get_connection_info")
        .thenAccept(
            info -> {
              workspace = field(info, "workspace");
              reconnectionToken = field(info, "reconnection_token");
            });
  }

  /** Other than those of A, clients of generation B register their services again. */
  private CompletableFuture<Void> greetedByB(WebSocket opened) {
    Map<String, String> hello = new HashMap<>();
    hello.put("client_id", id);
    hello.put("workspace", workspace);
    hello.put("token", null);
    hello.put("reconnection_token", reconnectionToken);
    CompletableFuture<String> greeting = manager;
    return opened
        .sendText(JSON.valueToTree(hello).toString(), true)
        .thenCompose(done -> greeting)
        .thenCompose(
            done ->
                callManager(
                    "register_service",
                    map("id", address() + ":echo", "config", Map.of("visibility", "public"))))
        .thenAccept(registered -> {});
  }

  /** From now on a lost connection is opened again, as the clients of its generation do. */
  void comesBackTo(URI base) {
    returnsTo = base;
  }

  /** How often it has come back. */
  int comebacks() {
    return comebacks.get();
  }

  private void lost(WebSocket which, String why) {
    boolean first;
    synchronized (this) {
      first = which != lost; // not an error after its close frame, or the reverse
      lost = which;
      ended = id + ", generation " + (old ? "A" : "B") + ", " + why;
    }
    pending
        .values()
        .forEach(waiting -> waiting.completeExceptionally(new IllegalStateException(ended)));
    pending.clear();
    manager.completeExceptionally(new IllegalStateException(ended));
    URI base = returnsTo;
    if (first && base != null && returning.compareAndSet(false, true)) {
      comeBack(base, ATTEMPTS);
    }
  }

  private void comeBack(URI base, int attempts) {
    CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)
        .execute(
            () ->
                connect(base)
                    .whenComplete((done, failure) -> tried(base, failure == null, attempts)));
  }

  /** Tries again until it is connected: its socket may have gone while it was greeted. */
  private void tried(URI base, boolean connected, int attempts) {
    synchronized (this) {
      if (connected && socket != lost) {
        ended = null;
        returning.set(false);
        comebacks.incrementAndGet();
        return;
      }
    }
    if (attempts > 1 && returnsTo != null) {
      comeBack(base, attempts - 1);
    }
  }

  String address() {
    return workspace + "/" + id;
  }

  /** Why the socket is no more; null while it is open. */
  String ended() {
    return ended;
  }

  CompletableFuture<Value> callManager(String method, Value... args) {
    return call(manager.join(), "services.default." + method, args);
  }

  /** Calls the service of another client. */
  CompletableFuture<Value> callEcho(String target, long number) {
    return call(target, "services.echo.echo", ValueFactory.newInteger(number));
  }

  CompletableFuture<Value> call(String target, String method, Value... args) {
    String session = UUID.randomUUID().toString();
    CompletableFuture<Value> answer = new CompletableFuture<>();
    pending.put(session, answer);
    if (socket == lost) {
      answer.completeExceptionally(new IllegalStateException(id + " is not connected"));
    }
    send(
        map("type", "method", "to", target, "method", method, "session", session),
        map("args", ValueFactory.newArray(args), "promise", "*", "t", 10));
    return answer;
  }

  private synchronized void send(Value main, Value extra) {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      packer.packValue(main).packValue(extra);
      ByteBuffer bytes = ByteBuffer.wrap(packer.toByteArray());
      // the JDK's socket takes one frame at a time
      sent = sent.thenCompose(before -> socket.sendBinary(bytes, true));
    } catch (IOException e) {
      throw new UncheckedIOException("a frame of " + id, e);
    }
  }

  static String field(Value map, String name) {
    Value value = map.asMapValue().map().get(ValueFactory.newString(name));
    return value == null || !value.isStringValue() ? null : value.asStringValue().asString();
  }

  private static Value map(Object... keysAndValues) {
    ValueFactory.MapBuilder builder = ValueFactory.newMapBuilder();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      builder.put(
          ValueFactory.newString((String) keysAndValues[i]),
          value((String) keysAndValues[i], keysAndValues[i + 1]));
    }
    return builder.build();
  }

  private static Value value(String key, Object object) {
    if (object instanceof Map<?, ?> nested) {
      Map.Entry<?, ?> only = nested.entrySet().iterator().next();
      return map(only.getKey(), only.getValue());
    }
    if (object instanceof Value given) {
      return key.equals("services") ? ValueFactory.newArray(given) : given;
    }
    return object instanceof Integer number
        ? ValueFactory.newInteger(number)
        : ValueFactory.newString((String) object);
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      try {
        var info = JSON.readTree(text.toString());
        if (info.path("type").asText().equals("connection_info")) {
          workspace = info.path("workspace").asText();
          reconnectionToken = info.path("reconnection_token").asText();
          manager.complete("*/" + info.path("manager_id").asText());
        }
      } catch (IOException e) {
        manager.completeExceptionally(e);
      }
      text.setLength(0);
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
    byte[] part = new byte[data.remaining()];
    data.get(part);
    frame.writeBytes(part);
    if (last) {
      received(frame.toByteArray());
      frame.reset();
    }
    webSocket.request(1);
    return null;
  }

  private void received(byte[] bytes) {
    try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(bytes)) {
      Value main = unpacker.unpackValue();
      Value extra = unpacker.hasNext() ? unpacker.unpackValue() : map();
      String method = field(main, "method");
      if (method == null || method.endsWith(".heartbeat") || method.endsWith(".silence")) {
        return;
      }
      Value args = extra.asMapValue().map().get(ValueFactory.newString("args"));
      int dot = method.lastIndexOf('.');
      CompletableFuture<Value> answer = pending.remove(method.substring(0, dot));
      if (answer == null) {
        answer(main, args.asArrayValue().get(0));
      } else if (method.endsWith(".resolve")) {
        answer.complete(args.asArrayValue().get(0));
      } else {
        answer.completeExceptionally(new AssertionError(id + " was told " + args));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a frame for " + id, e);
    }
  }

  private void answer(Value call, Value result) {
    String session = field(call, "session");
    if (session != null) {
      send(
          map(
              "type",
              "method",
              "to",
              field(call, "from"),
              "method",
              session + ".resolve",
              "parent",
              session),
          map("args", ValueFactory.newArray(result)));
    }
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
    lost(webSocket, "was closed: " + code + " " + reason);
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    lost(webSocket, "lost its socket: " + error);
  }

  @Override
  public void close() {
    returnsTo = null;
    WebSocket last = socket;
    // said goodbye, it leaves nothing behind; without, the hub waits for it for a while
    last.sendClose(WebSocket.NORMAL_CLOSURE, "")
        .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .whenComplete((done, failure) -> last.abort());
  }
}
