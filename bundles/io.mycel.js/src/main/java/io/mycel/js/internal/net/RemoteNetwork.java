package io.mycel.js.internal.net;

import io.mycel.api.rpc.RpcFunction;
import io.mycel.js.engine.JsHostError;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The network of another process, for a plugin that has a process of its own: that one decides and
 * connects. The other end is {@link NetworkHost}.
 */
public final class RemoteNetwork implements NetworkAccess {
  static final String FETCH = "network.fetch";
  static final String CONNECT = "network.connect";
  static final String ERROR = "error";

  /** Asks the other process. */
  @FunctionalInterface
  public interface Asking {
    /** The answer to a method. */
    CompletionStage<Object> ask(String method, List<Object> args);
  }

  private final Asking host;

  /** The network that answers to somebody. */
  public RemoteNetwork(Asking host) {
    this.host = host;
  }

  @Override
  public CompletableFuture<Response> fetch(Request request) {
    List<Object> headers = new ArrayList<>();
    request.headers().forEach(header -> headers.add(List.of(header.name(), header.value())));
    ByteBuffer body = request.body() == null ? null : ByteBuffer.wrap(request.body());
    List<Object> args =
        Arrays.asList(request.method(), request.url().toString(), headers, body, request.follow());
    return ask(FETCH, args).thenApply(RemoteNetwork::response);
  }

  private CompletableFuture<Map<?, ?>> ask(String method, List<Object> args) {
    CompletableFuture<Map<?, ?>> answer = new CompletableFuture<>();
    host.ask(method, args)
        .whenComplete(
            (value, failure) -> {
              if (failure != null) {
                answer.completeExceptionally(failure);
              } else if (((Map<?, ?>) value).get(ERROR) instanceof String name) {
                String message = (String) ((Map<?, ?>) value).get("message");
                answer.completeExceptionally(new JsHostError(name, message));
              } else {
                answer.complete((Map<?, ?>) value);
              }
            });
    return answer;
  }

  private static Response response(Map<?, ?> answer) {
    List<Header> headers = new ArrayList<>();
    for (Object pair : (List<?>) answer.get("headers")) {
      List<?> items = (List<?>) pair;
      headers.add(new Header((String) items.get(0), (String) items.get(1)));
    }
    return new Response(
        ((Number) answer.get("status")).intValue(),
        (String) answer.get("reason"),
        URI.create((String) answer.get("url")),
        Boolean.TRUE.equals(answer.get("redirected")),
        headers,
        bytes((ByteBuffer) answer.get("body")));
  }

  static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  @Override
  public CompletableFuture<Socket> connect(
      URI url, List<String> protocols, SocketListener listener) {
    RpcFunction told =
        call -> {
          tell(listener, call.args());
          return null;
        };
    return ask(CONNECT, List.of(url.toString(), protocols, told)).thenApply(OverThere::new);
  }

  private static void tell(SocketListener listener, List<Object> args) {
    switch ((String) args.get(0)) {
      case "text" -> listener.text((String) args.get(1));
      case "binary" -> listener.binary((ByteBuffer) args.get(1));
      default -> listener.closed(((Number) args.get(2)).intValue(), (String) args.get(1));
    }
  }

  /** A socket of the other process. */
  private record OverThere(String protocol, RpcFunction sending, RpcFunction closing)
      implements Socket {
    OverThere(Map<?, ?> form) {
      this(
          (String) form.get("protocol"),
          (RpcFunction) form.get("send"),
          (RpcFunction) form.get("close"));
    }

    @Override
    public CompletableFuture<Void> send(String text) {
      return Calls.of(sending, text);
    }

    @Override
    public CompletableFuture<Void> send(ByteBuffer bytes) {
      return Calls.of(sending, bytes);
    }

    @Override
    public void close(int code, String reason) {
      Calls.of(closing, code, reason);
    }
  }
}
