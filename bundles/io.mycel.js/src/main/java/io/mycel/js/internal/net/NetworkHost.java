package io.mycel.js.internal.net;

import io.mycel.api.rpc.RpcFunction;
import io.mycel.js.engine.JsHostError;
import io.mycel.js.internal.values.Clean;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Answers a {@link RemoteNetwork} with a network of this process. */
public final class NetworkHost implements AutoCloseable {
  private final NetworkAccess network;
  private final Set<NetworkAccess.Socket> open = ConcurrentHashMap.newKeySet();

  /** Lets another process use a network. */
  public NetworkHost(NetworkAccess network) {
    this.network = network;
  }

  /** Whether a method is for this. */
  public static boolean takes(String method) {
    return method.equals(RemoteNetwork.FETCH) || method.equals(RemoteNetwork.CONNECT);
  }

  /** Answers a method; a failure is a value, so that its kind arrives. */
  public CompletionStage<Object> ask(String method, List<Object> args) {
    try {
      CompletableFuture<Map<String, Object>> answer =
          method.equals(RemoteNetwork.FETCH) ? fetch(args) : connect(args);
      return answer.handle((form, failure) -> failure == null ? form : error(failure));
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(
          error(new JsHostError("TypeError", "this is no request")));
    }
  }

  private static Map<String, Object> error(Throwable failure) {
    Throwable cause = Clean.cause(failure);
    String name = cause instanceof JsHostError known ? known.name() : "TypeError";
    return Map.of(RemoteNetwork.ERROR, name, "message", Clean.message(cause));
  }

  private CompletableFuture<Map<String, Object>> fetch(List<Object> args) {
    List<NetworkAccess.Header> headers = new ArrayList<>();
    for (Object pair : (List<?>) args.get(2)) {
      List<?> items = (List<?>) pair;
      headers.add(new NetworkAccess.Header((String) items.get(0), (String) items.get(1)));
    }
    ByteBuffer body = (ByteBuffer) args.get(3);
    NetworkAccess.Request request =
        new NetworkAccess.Request(
            (String) args.get(0),
            URI.create((String) args.get(1)),
            headers,
            body == null ? null : RemoteNetwork.bytes(body),
            Boolean.TRUE.equals(args.get(4)));
    return network.fetch(request).thenApply(NetworkHost::form);
  }

  private static Map<String, Object> form(NetworkAccess.Response response) {
    List<Object> headers = new ArrayList<>();
    response.headers().forEach(header -> headers.add(List.of(header.name(), header.value())));
    Map<String, Object> form = new HashMap<>();
    form.put("status", response.status());
    form.put("reason", response.reason());
    form.put("url", response.url().toString());
    form.put("redirected", response.redirected());
    form.put("headers", headers);
    form.put("body", ByteBuffer.wrap(response.body()));
    return form;
  }

  private CompletableFuture<Map<String, Object>> connect(List<Object> args) {
    List<String> protocols = ((List<?>) args.get(1)).stream().map(String::valueOf).toList();
    RpcFunction told = (RpcFunction) args.get(2);
    CompletableFuture<NetworkAccess.Socket> opening = new CompletableFuture<>();
    NetworkAccess.SocketListener listener =
        new NetworkAccess.SocketListener() {
          @Override
          public void text(String text) {
            Calls.of(told, "text", text);
          }

          @Override
          public void binary(ByteBuffer bytes) {
            Calls.of(told, "binary", bytes);
          }

          @Override
          public void closed(int code, String reason) {
            opening.thenAccept(open::remove);
            Calls.of(told, "closed", reason, code);
          }
        };
    network
        .connect(URI.create((String) args.get(0)), protocols, listener)
        .whenComplete(
            (socket, failure) -> {
              if (failure != null) {
                opening.completeExceptionally(failure);
              } else {
                open.add(socket);
                opening.complete(socket);
              }
            });
    return opening.thenApply(this::form);
  }

  private Map<String, Object> form(NetworkAccess.Socket socket) {
    RpcFunction send =
        call ->
            call.args().get(0) instanceof String text
                ? socket.send(text)
                : socket.send((ByteBuffer) call.args().get(0));
    RpcFunction close =
        call -> {
          open.remove(socket);
          socket.close(((Number) call.args().get(0)).intValue(), (String) call.args().get(1));
          return null;
        };
    return Map.of("protocol", socket.protocol(), "send", send, "close", close);
  }

  /** Closes what the other process has left open. */
  @Override
  public void close() {
    for (NetworkAccess.Socket socket : open) {
      if (open.remove(socket)) {
        socket.close(1001, "the plugin is stopped");
      }
    }
  }
}
