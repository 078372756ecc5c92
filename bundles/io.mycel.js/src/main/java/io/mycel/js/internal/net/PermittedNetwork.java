package io.mycel.js.internal.net;

import io.mycel.js.engine.JsHostError;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.websocket.client.ClientUpgradeRequest;
import org.eclipse.jetty.websocket.client.WebSocketClient;

/** The network for one plugin: the hosts that it may connect to, and no private address. */
final class PermittedNetwork implements NetworkAccess {
  private static final int MAX_REDIRECTS = 20;

  /** What says who asks, or how the message is sent, is not for plugins (fetch standard). */
  private static final Set<String> FORBIDDEN_HEADERS =
      Set.of(
          "host",
          "connection",
          "content-length",
          "expect",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "via",
          "proxy-authorization",
          "proxy-connection",
          "accept-encoding",
          "cookie2");

  private final Supplier<WebSocketClient> client;
  private final Network.Settings settings;
  private final Predicate<URI> permitted;

  PermittedNetwork(
      Supplier<WebSocketClient> client, Network.Settings settings, Predicate<URI> permitted) {
    this.client = client;
    this.settings = settings;
    this.permitted = permitted;
  }

  @Override
  public CompletableFuture<Response> fetch(Request request) {
    CompletableFuture<Response> answer = new CompletableFuture<>();
    send(request, 0, answer);
    return answer
        .orTimeout(settings.patience().toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(
            failure -> {
              throw failure instanceof TimeoutException
                  ? new JsHostError(
                      "TimeoutError",
                      request.url()
                          + " did not answer within "
                          + settings.patience().toSeconds()
                          + " s")
                  : Failure.of(failure, request.url());
            });
  }

  private void send(Request request, int redirects, CompletableFuture<Response> answer) {
    JsHostError refused = refuse(request.url(), "http");
    if (refused != null) {
      answer.completeExceptionally(refused);
      return;
    }
    org.eclipse.jetty.client.Request sent =
        client.get().getHttpClient().newRequest(request.url()).method(request.method());
    sent.headers(
        headers -> {
          for (Header header : request.headers()) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (!FORBIDDEN_HEADERS.contains(name) && !name.startsWith("sec-")) {
              headers.add(header.name(), header.value());
            }
          }
        });
    if (request.body() != null) {
      sent.body(new BytesRequestContent((String) null, request.body()));
    }
    answer.whenComplete(
        (value, failure) -> {
          if (failure != null) {
            sent.abort(failure);
          }
        });
    sent.send(
        new ResponseReader(
            settings.maxBytes(),
            request,
            redirects > 0,
            (response, failure) -> {
              if (failure != null) {
                answer.completeExceptionally(Failure.of(failure, request.url()));
              } else {
                received(request, response, redirects, answer);
              }
            }));
  }

  private void received(
      Request request, Response response, int redirects, CompletableFuture<Response> answer) {
    String location =
        response.headers().stream()
            .filter(header -> header.name().equalsIgnoreCase("location"))
            .map(Header::value)
            .findFirst()
            .orElse(null);
    if (!request.follow() || response.status() / 100 != 3 || location == null) {
      answer.complete(response);
      return;
    }
    if (redirects >= MAX_REDIRECTS) {
      answer.completeExceptionally(
          new JsHostError("TypeError", request.url() + " is redirected too often"));
      return;
    }
    try {
      URI next = request.url().resolve(location);
      boolean get =
          response.status() == 303 || response.status() <= 302 && request.method().equals("POST");
      boolean same = next.getHost() != null && next.getHost().equals(request.url().getHost());
      List<Header> headers =
          same
              ? request.headers()
              : request.headers().stream()
                  .filter(header -> !header.name().equalsIgnoreCase("authorization"))
                  .filter(header -> !header.name().equalsIgnoreCase("cookie"))
                  .toList();
      send(
          new Request(
              get ? "GET" : request.method(), next, headers, get ? null : request.body(), true),
          redirects + 1,
          answer);
    } catch (IllegalArgumentException e) {
      answer.completeExceptionally(
          new JsHostError("TypeError", request.url() + " is redirected to what is no URL"));
    }
  }

  private JsHostError refuse(URI url, String scheme) {
    if (url.getHost() == null
        || !(scheme.equalsIgnoreCase(url.getScheme())
            || (scheme + "s").equalsIgnoreCase(url.getScheme()))) {
      return new JsHostError(
          "TypeError", "'" + url + "' is no URL of the kind " + scheme + "://host/path");
    }
    if (url.getUserInfo() != null) {
      return new JsHostError("TypeError", "a URL must not hold a user name or password");
    }
    return permitted.test(url) ? null : NotPermitted.of(url);
  }

  @Override
  public CompletableFuture<Socket> connect(
      URI url, List<String> protocols, SocketListener listener) {
    JsHostError refused = refuse(url, "ws");
    if (refused != null) {
      return CompletableFuture.failedFuture(refused);
    }
    ClientUpgradeRequest upgrade = new ClientUpgradeRequest(url);
    upgrade.setSubProtocols(protocols);
    JettySocket socket = new JettySocket(listener);
    CompletableFuture<Socket> open = new CompletableFuture<>();
    try {
      client
          .get()
          .connect(socket, upgrade)
          .whenComplete(
              (session, failure) -> {
                if (failure != null) {
                  open.completeExceptionally(Failure.of(failure, url));
                } else if (!open.complete(socket)) {
                  session.disconnect(); // given up meanwhile
                }
              });
    } catch (Exception e) {
      open.completeExceptionally(Failure.of(e, url));
    }
    return open;
  }
}
