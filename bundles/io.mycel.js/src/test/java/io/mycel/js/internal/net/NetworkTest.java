package io.mycel.js.internal.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.transport.Listener;
import io.mycel.js.engine.JsHostError;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests and sockets of plugins, against a real server. */
class NetworkTest {
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final OwnServer own = new OwnServer();
  private Network open;
  private Network guarded;
  private String base;

  @BeforeEach
  void start() throws Exception {
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(
        WebSocketUpgradeHandler.from(
            server,
            container -> container.addMapping("/ws", (request, response, callback) -> new Echo())));
    ((Handler.Wrapper) server.getHandler()).setHandler(new Pages());
    server.start();
    base = "127.0.0.1:" + connector.getLocalPort();
    open = new Network(settings(true), new OwnServer());
    guarded = new Network(settings(false), own);
  }

  private static Network.Settings settings(boolean loopback) {
    return new Network.Settings(Duration.ofSeconds(20), Duration.ofSeconds(40), 100_000, loopback);
  }

  @AfterEach
  void stop() throws Exception {
    open.close();
    guarded.close();
    server.stop();
  }

  /** Echoes what comes. */
  public static final class Echo extends Session.Listener.AbstractAutoDemanding {
    @Override
    public void onWebSocketText(String text) {
      getSession().sendText("echo " + text, org.eclipse.jetty.websocket.api.Callback.NOOP);
    }
  }

  private static final class Pages extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      switch (request.getHttpURI().getPath()) {
        case "/echo" -> {
          response.getHeaders().put("X-Method", request.getMethod());
          response.getHeaders().put("X-Seen", String.valueOf(request.getHeaders().get("X-Mine")));
          response.getHeaders().put("X-Host", request.getHeaders().get("Host"));
          response.write(true, Content.Source.asByteBuffer(request), callback);
        }
        case "/redirect" -> {
          response.setStatus(302);
          response.getHeaders().put(HttpHeader.LOCATION, request.getHttpURI().getQuery());
          callback.succeeded();
        }
        case "/long" -> response.write(true, ByteBuffer.allocate(200_000), callback);
        default -> {
          response.setStatus(404);
          callback.succeeded();
        }
      }
      return true;
    }
  }

  private NetworkAccess.Request get(String url) {
    return new NetworkAccess.Request("GET", URI.create(url), List.of(), null, true);
  }

  private static <T> T wait(CompletableFuture<T> future) {
    try {
      return future.orTimeout(60, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof JsHostError known) {
        throw known;
      }
      throw e;
    }
  }

  private static JsHostError refused(NetworkAccess network, NetworkAccess.Request request) {
    return assertThrows(JsHostError.class, () -> wait(network.fetch(request)));
  }

  @Test
  void sendsAndReceives() {
    NetworkAccess network = open.permitting(host -> true);
    NetworkAccess.Response response =
        wait(
            network.fetch(
                new NetworkAccess.Request(
                    "PUT",
                    URI.create("http://" + base + "/echo"),
                    List.of(
                        new NetworkAccess.Header("X-Mine", "yes"),
                        new NetworkAccess.Header("Host", "evil")),
                    "body".getBytes(StandardCharsets.UTF_8),
                    true)));
    assertEquals(200, response.status());
    assertArrayEquals("body".getBytes(StandardCharsets.UTF_8), response.body());
    assertEquals(
        "PUT yes " + base,
        header(response, "X-Method")
            + " "
            + header(response, "X-Seen")
            + " "
            + header(response, "X-Host"));
    assertEquals(404, wait(network.fetch(get("http://" + base + "/gone"))).status());
  }

  private static String header(NetworkAccess.Response response, String name) {
    return response.headers().stream()
        .filter(h -> h.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value();
  }

  @Test
  void onlyPermittedHostsAreAsked() {
    NetworkAccess network = open.permitting("127.0.0.1"::equals);
    assertEquals(
        "NotAllowedError",
        refused(network, get("http://localhost:" + connector.getLocalPort() + "/echo")).name());
    // nor by way of a redirect
    assertEquals(
        "NotAllowedError",
        refused(
                network,
                get(
                    "http://"
                        + base
                        + "/redirect?http://localhost:"
                        + connector.getLocalPort()
                        + "/echo"))
            .name());
    assertTrue(wait(network.fetch(get("http://" + base + "/redirect?/echo"))).redirected());
  }

  @Test
  void privateAddressesAreRefusedWhateverIsPermitted() {
    NetworkAccess network = guarded.permitting(host -> true);
    for (String url :
        new String[] {
          "http://" + base + "/echo",
          "http://localhost:" + connector.getLocalPort() + "/echo",
          "http://[::1]:" + connector.getLocalPort() + "/echo",
          "http://169.254.169.254/latest/meta-data",
          "http://10.0.0.1/",
          "http://[::ffff:127.0.0.1]:" + connector.getLocalPort() + "/echo"
        }) {
      JsHostError refused = refused(network, get(url));
      assertTrue(
          refused.getMessage().contains("public addresses only"),
          url + ": " + refused.getMessage());
    }
    JsHostError socket =
        assertThrows(
            JsHostError.class,
            () ->
                wait(network.connect(URI.create("ws://" + base + "/ws"), List.of(), new Heard())));
    assertTrue(socket.getMessage().contains("public addresses only"), socket.getMessage());
  }

  @Test
  void theServerThatItLivesInIsOpenToEveryPlugin() {
    NetworkAccess network = guarded.permitting(host -> false);
    String echo = "http://" + base + "/echo";
    assertEquals("NotAllowedError", refused(network, get(echo)).name());
    own.listens(
        new Listener() {
          @Override
          public Optional<URI> uri() {
            return Optional.of(URI.create("http://" + base));
          }

          @Override
          public Optional<String> failure() {
            return Optional.empty();
          }
        });
    assertEquals(200, wait(network.fetch(get(echo))).status());
    assertEquals("NotAllowedError", refused(network, get("http://127.0.0.1:1/echo")).name());
    assertEquals(
        "NotAllowedError",
        refused(network, get("http://10.0.0.1:" + connector.getLocalPort() + "/")).name());
  }

  @Test
  void otherSchemesAndLongAnswersAreRefused() {
    NetworkAccess network = open.permitting(host -> true);
    assertEquals("TypeError", refused(network, get("file:///etc/passwd")).name());
    assertEquals("TypeError", refused(network, get("ftp://" + base + "/")).name());
    assertEquals("TypeError", refused(network, get("http://u:p@" + base + "/echo")).name());
    assertTrue(
        refused(network, get("http://" + base + "/long"))
            .getMessage()
            .contains("longer than 100000 bytes"));
  }

  private static final class Heard implements NetworkAccess.SocketListener {
    final BlockingQueue<String> all = new LinkedBlockingQueue<>();

    @Override
    public void text(String text) {
      all.add(text);
    }

    @Override
    public void binary(ByteBuffer bytes) {
      all.add(bytes.remaining() + " bytes");
    }

    @Override
    public void closed(int code, String reason) {
      all.add("closed " + code);
    }
  }

  @Test
  void socketsCarryMessages() throws Exception {
    Heard heard = new Heard();
    NetworkAccess.Socket socket =
        wait(
            open.permitting(host -> true)
                .connect(URI.create("ws://" + base + "/ws"), List.of(), heard));
    socket.send("hello");
    assertEquals("echo hello", heard.all.poll(60, TimeUnit.SECONDS));
    socket.close(1000, "");
    assertEquals("closed 1000", heard.all.poll(60, TimeUnit.SECONDS));
  }
}
