package io.mycel.js.internal.worker;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.mycel.js.engine.JsHostError;
import io.mycel.js.engine.JsHostFunction;
import io.mycel.js.engine.JsValue;
import io.mycel.js.internal.net.NetworkAccess;
import io.mycel.js.internal.values.Clean;
import io.mycel.js.internal.values.FromScript;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The functions of Java behind {@code fetch} and {@code WebSocket}. */
final class NetworkApi {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsWorker worker;

  NetworkApi(JsWorker worker) {
    this.worker = worker;
  }

  /** Called with (facts, buffer, offset, length, settle); gives a function that cancels. */
  Object fetch(JsValue[] args) {
    Map<?, ?> facts = (Map<?, ?>) FromScript.json(args[0].asString());
    List<NetworkAccess.Header> headers = new ArrayList<>();
    for (Object pair : (List<?>) facts.get("headers")) {
      List<?> header = (List<?>) pair;
      headers.add(new NetworkAccess.Header((String) header.get(0), (String) header.get(1)));
    }
    byte[] body = args[1].isNull() ? null : bytes(args[1], args[2], args[3]);
    NetworkAccess.Request request =
        new NetworkAccess.Request(
            (String) facts.get("method"),
            uri((String) facts.get("url")),
            headers,
            body,
            Boolean.TRUE.equals(facts.get("follow")));
    CompletableFuture<NetworkAccess.Response> answer = worker.spec().network().fetch(request);
    JsValue settle = args[4];
    worker
        .bridge()
        .whenDone(
            answer,
            (response, failure) -> {
              if (failure != null) {
                fail(failure, (name, message) -> settle.call(false, message, null, name));
              } else {
                settle.call(true, facts(response), ByteBuffer.wrap(response.body()));
              }
            });
    return cancelling(answer);
  }

  private static JsHostFunction cancelling(CompletableFuture<?> future) {
    return args -> {
      future.cancel(true);
      return null;
    };
  }

  private interface Told {
    void tell(String name, String message);
  }

  private static void fail(Throwable failure, Told told) {
    Throwable cause = Clean.cause(failure);
    String name = cause instanceof JsHostError known ? known.name() : "TypeError";
    told.tell(name, Clean.message(cause));
  }

  private static String facts(NetworkAccess.Response response) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("status", response.status());
      json.writeStringField("statusText", response.reason());
      json.writeStringField("url", response.url().toString());
      json.writeBooleanField("redirected", response.redirected());
      json.writeArrayFieldStart("headers");
      for (NetworkAccess.Header header : response.headers()) {
        json.writeStartArray();
        json.writeString(header.name());
        json.writeString(header.value());
        json.writeEndArray();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException(e); // a StringWriter has no reason to
    }
    return text.toString();
  }

  /** Called with (url, protocols, event); gives a function for (kind, data, offset, length). */
  Object openSocket(JsValue[] args) {
    JsValue event = args[2];
    List<String> protocols = new ArrayList<>();
    for (Object protocol : (List<?>) FromScript.json(args[1].asString())) {
      protocols.add((String) protocol);
    }
    Listener listener = new Listener(event);
    CompletableFuture<NetworkAccess.Socket> open =
        worker.spec().network().connect(uri(args[0].asString()), protocols, listener);
    worker
        .bridge()
        .whenDone(
            open,
            (socket, failure) -> {
              if (failure != null) {
                fail(failure, (name, message) -> event.call("failed", message));
              } else {
                event.call("open", socket.protocol());
              }
            });
    Runnable forget =
        worker.onEnd(
            () -> {
              open.cancel(true);
              open.thenAccept(socket -> socket.close(1001, "the plugin is stopped"));
            });
    listener.closed.thenRun(forget);
    open.exceptionally(
        failure -> {
          forget.run();
          return null;
        });
    return new Gate(
        worker,
        call -> {
          send(open, call, event);
          return null;
        });
  }

  private void send(CompletableFuture<NetworkAccess.Socket> open, JsValue[] call, JsValue event) {
    NetworkAccess.Socket socket = open.isDone() ? open.getNow(null) : null;
    String kind = call[0].asString();
    if (kind.equals("close")) {
      if (socket == null) {
        open.cancel(true);
      } else {
        socket.close(call[2].asInt(), call[1].asString());
      }
      return;
    }
    if (socket == null) {
      return;
    }
    CompletableFuture<Void> sent =
        kind.equals("text")
            ? socket.send(call[1].asString())
            : socket.send(ByteBuffer.wrap(bytes(call[1], call[2], call[3])));
    int length = call[3].asInt();
    worker.bridge().whenDone(sent, (none, failure) -> event.call("sent", null, length));
  }

  private byte[] bytes(JsValue buffer, JsValue offset, JsValue length) {
    int size = length.asInt();
    if (size > worker.limits().messageBytes()) {
      throw new JsHostError(
          "QuotaExceededError",
          "a message may have " + worker.limits().messageBytes() + " bytes, not " + size);
    }
    byte[] copy = new byte[size];
    buffer.read(offset.asInt(), copy, 0, size);
    return copy;
  }

  private static URI uri(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new JsHostError("TypeError", "'" + text + "' is no URL that can be asked");
    }
  }

  private final class Listener implements NetworkAccess.SocketListener {
    private final JsValue event;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    Listener(JsValue event) {
      this.event = event;
    }

    @Override
    public void text(String text) {
      worker.loop().execute(() -> event.call("text", text));
    }

    @Override
    public void binary(ByteBuffer bytes) {
      worker.loop().execute(() -> event.call("binary", bytes));
    }

    @Override
    public void closed(int code, String reason) {
      closed.complete(null);
      worker.loop().execute(() -> event.call("closed", reason, code));
    }
  }
}
