package io.mycel.client.internal;

import static io.mycel.client.internal.ScriptedServer.greet;
import static io.mycel.client.internal.ScriptedServer.next;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcLimits;
import io.mycel.api.rpc.Service;
import io.mycel.api.transport.Admission;
import io.mycel.api.transport.Connection;
import io.mycel.api.transport.Lease;
import io.mycel.client.ClientLimits;
import io.mycel.client.ConnectionListener;
import io.mycel.client.HyphaClient;
import io.mycel.client.HyphaClientException;
import io.mycel.client.HyphaClientException.Kind;
import io.mycel.client.HyphaClientOptions;
import io.mycel.client.ReconnectPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client with a server that does what a test says, good or bad. */
@Timeout(60)
class HyphaClientTest {
  private static final ReconnectPolicy AT_ONCE =
      new ReconnectPolicy(Duration.ofMillis(10), Duration.ofMillis(50), 1000);

  private final BlockingQueue<String> news = new LinkedBlockingQueue<>();
  private ScriptedServer server = new ScriptedServer();
  private HyphaClient client;

  private final ConnectionListener listener =
      new ConnectionListener() {
        @Override
        public void disconnected(String reason) {
          news.add("disconnected: " + reason);
        }

        @Override
        public void reconnected() {
          news.add("reconnected");
        }

        @Override
        public void failed(HyphaClientException why) {
          news.add("failed: " + why.kind() + ": " + why.getMessage());
        }
      };

  @AfterEach
  void close() {
    if (client != null) {
      client.close();
    }
    server.close();
  }

  private HyphaClientOptions.Builder options() {
    return HyphaClientOptions.builder(server.url())
        .clientId("me")
        .connectTimeout(Duration.ofSeconds(5))
        .reconnect(AT_ONCE)
        .listener(listener);
  }

  private HyphaClient open(HyphaClientOptions.Builder options) {
    client = HyphaClient.open(options.build());
    return client;
  }

  private HyphaClientException refused(HyphaClientOptions.Builder options) {
    return assertThrows(HyphaClientException.class, () -> open(options));
  }

  @Test
  void helloHasAllFourFields() throws Exception {
    open(options().workspace("ws").token("t"));
    assertEquals(
        "{\"client_id\":\"me\",\"workspace\":\"ws\",\"token\":\"t\",\"reconnection_token\":null}",
        next(server.hellos).toString());
    assertEquals("somebody", client.user().get("id"));
    assertEquals("http://here", client.publicBaseUrl());
    assertEquals("answer", client.manager().echo("x"));
  }

  @Test
  void serversRefusalIsTheMessage() {
    server.greeting =
        (connection, hello) -> {
          connection.send("{\"type\":\"error\",\"message\":\"Authentication error: no\"}");
          connection.close(1008, "no");
        };
    HyphaClientException refusal = refused(options());
    assertEquals(Kind.REFUSED, refusal.kind());
    assertEquals("Authentication error: no", refusal.getMessage());
  }

  @Test
  void silentServerIsGivenUp() {
    server.greeting = (connection, hello) -> {};
    HyphaClientException late = refused(options().connectTimeout(Duration.ofMillis(300)));
    assertEquals(Kind.TIMEOUT, late.kind());
  }

  @Test
  void serverThatHangsUpBeforeGreetingIsUnreachable() {
    server.greeting = (connection, hello) -> connection.close(1011, "not today");
    HyphaClientException gone = refused(options());
    assertEquals(Kind.UNREACHABLE, gone.kind());
    assertTrue(gone.getMessage().contains("1011: not today"), gone::getMessage);
  }

  @Test
  void greetingThatIsNoneIsAnErrorOfProtocol() {
    server.greeting = (connection, hello) -> connection.send("{nope");
    assertEquals(Kind.PROTOCOL, refused(options()).kind());
    server.greeting =
        (connection, hello) -> connection.send("{\"type\":\"connection_info\",\"workspace\":7}");
    HyphaClientException lacking = refused(options());
    assertEquals(Kind.PROTOCOL, lacking.kind());
    assertEquals("the server's connection_info has no workspace", lacking.getMessage());
  }

  @Test
  void otherWorkspaceThanWantedIsAnErrorOfProtocol() {
    HyphaClientException other = refused(options().workspace("mine"));
    assertEquals(Kind.PROTOCOL, other.kind());
    assertTrue(other.getMessage().contains("ws/me"), other::getMessage);
  }

  @Test
  void refusedUpgradeTellsTheStatus() {
    server.admission = new Admission.Refused(403, "no");
    HyphaClientException forbidden = refused(options());
    assertEquals(Kind.UNREACHABLE, forbidden.kind());
    assertTrue(forbidden.getMessage().contains("HTTP 403"), forbidden::getMessage);
  }

  @Test
  void absentServerIsUnreachable() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    HyphaClientException none =
        refused(HyphaClientOptions.builder("http://127.0.0.1:" + port).listener(listener));
    assertEquals(Kind.UNREACHABLE, none.kind());
    assertTrue(none.getMessage().contains("nobody answers there"), none::getMessage);
  }

  @Test
  void badUrlFailsTheFuture() {
    CompletableFuture<HyphaClient> connecting =
        HyphaClient.connect(HyphaClientOptions.builder("ftp://example.org").build());
    ExecutionException failure = assertThrows(ExecutionException.class, connecting::get);
    assertEquals(Kind.BAD_URL, ((HyphaClientException) failure.getCause()).kind());
  }

  @Test
  void framesBeforeTheGreetingAreIgnored() {
    server.greeting =
        (connection, hello) -> {
          connection.send(
              ByteBuffer.wrap(new byte[] {1, 2, 3}), ByteBuffer.allocate(0), Lease.NONE);
          greet(connection, "1");
        };
    open(options());
    assertEquals(0, client.peer().conversation().badFrames().sum());
    assertTrue(client.isConnected());
  }

  @Test
  void unreadableFramesAndTextsLeaveTheClientAlive() throws Exception {
    open(options());
    Connection connection = next(server.connections);
    connection.send(ByteBuffer.wrap(new byte[] {(byte) 0xc1}), ByteBuffer.allocate(0), Lease.NONE);
    connection.send("{nope");
    connection.send("{\"type\":\"who-knows\"}");
    assertEquals("answer", client.manager().echo("x"));
    assertEquals(1, client.peer().conversation().badFrames().sum());
    assertNull(news.poll());
  }

  @Test
  void frameAboveTheLimitEndsTheConnection() throws Exception {
    ClientLimits small =
        new ClientLimits(64L << 20, 65_536, 4096, 10, 4, 100, RpcLimits.defaults());
    open(options().limits(small));
    next(server.connections).send(ByteBuffer.allocate(65_537), ByteBuffer.allocate(0), Lease.NONE);
    assertEquals("disconnected: a frame is longer than 65536 bytes", next(news));
    assertEquals("reconnected", next(news));
    next(server.connections).send("x".repeat(4097));
    assertEquals("disconnected: a text is longer than 4096 characters", next(news));
  }

  @Test
  void clientComesBackWithTokenServicesAndSubscriptions() throws Exception {
    open(options());
    client.register(Service.builder("svc").function("f", call -> 1L).build()).get();
    client.subscribe("progress").get();
    next(server.hellos);
    server.greeting = (connection, hello) -> greet(connection, "2");
    server.calls.clear();
    next(server.connections).close(1001, "");
    assertTrue(next(news).startsWith("disconnected: closed by the server with 1001"));
    var hello = next(server.hellos);
    assertEquals("token-1", hello.path("reconnection_token").asText());
    assertEquals("ws", hello.path("workspace").asText());
    assertEquals("reconnected", next(news));
    // All of it goes to the manager that is there now: built-in, subscriptions, service.
    for (String method : new String[] {"register_service", "subscribe", "register_service"}) {
      assertEquals(ScriptedServer.MANAGER + "2", server.call(method).get("to"));
    }
    assertEquals("answer", client.manager().echo("x"));
    assertEquals(ScriptedServer.MANAGER + "2", server.call("echo").get("to"));
  }

  @Test
  void freshTokenIsAskedForAndUsed() throws Exception {
    open(options());
    next(server.hellos);
    Connection connection = next(server.connections);
    assertEquals("refresh_token", next(server.texts).path("type").asText());
    connection.send("{\"type\":\"reconnection_token\",\"reconnection_token\":\"fresh\"}");
    client.manager().echo("after it");
    connection.close(1006, "");
    assertEquals("fresh", next(server.hellos).path("reconnection_token").asText());
  }

  /** The end comes while what came before is still being read, in some of these rounds. */
  @Test
  void anEndRightAfterAnAnswerIsNoticed() throws Exception {
    open(options());
    for (int i = 0; i < 150; i++) {
      next(server.hellos);
      Connection connection = next(server.connections);
      assertEquals("answer", client.manager().echo(i));
      connection.close(1006, "");
    }
    next(server.hellos);
  }

  @Test
  void serverWithoutSignOfLifeIsLeft() throws Exception {
    open(options().keepAlive(Duration.ofMillis(50)));
    assertEquals("ping", next(server.texts).path("type").asText());
    String why = next(news);
    assertTrue(why.startsWith("disconnected: the server has been silent for"), why);
  }

  @Test
  void callsInFlightFailWhenTheConnectionIsLost() throws Exception {
    open(options());
    CompletableFuture<Object> call = client.peer().function("ws/other", "services.x.y").call();
    server.call("services.x.y");
    next(server.connections).close(1001, "");
    ExecutionException lost =
        assertThrows(ExecutionException.class, () -> call.get(10, TimeUnit.SECONDS));
    assertEquals(RpcException.Kind.PEER_GONE, ((RpcException) lost.getCause()).kind());
  }

  @Test
  void callWhileOfflineWaitsForTheConnection() throws Exception {
    open(options());
    CompletableFuture<Connection> second = new CompletableFuture<>();
    server.greeting = (connection, hello) -> second.complete(connection);
    next(server.connections).close(1001, "");
    next(news);
    CompletableFuture<Object> call = client.manager("echo").call("x");
    Connection waiting = second.get(10, TimeUnit.SECONDS);
    assertFalse(call.isDone());
    assertFalse(client.isConnected());
    greet(waiting, "1");
    assertEquals("answer", call.get(10, TimeUnit.SECONDS));
  }

  @Test
  void callWhileOfflineFailsAtOnceIfSoWished() throws Exception {
    open(options().offlineTimeout(Duration.ZERO));
    server.greeting = (connection, hello) -> {};
    next(server.connections).close(1001, "");
    next(news);
    RpcException offline = assertThrows(RpcException.class, () -> client.manager().echo("x"));
    assertEquals(RpcException.Kind.PEER_GONE, offline.kind());
  }

  @Test
  void callWhileOfflineWaitsNoLongerThanItsTimeNorBeyondTheBound() throws Exception {
    ClientLimits one = new ClientLimits(64L << 20, 1 << 20, 4096, 1, 4, 100, RpcLimits.defaults());
    open(options().offlineTimeout(Duration.ofMillis(300)).limits(one));
    server.greeting = (connection, hello) -> {};
    next(server.connections).close(1001, "");
    next(news);
    CompletableFuture<Object> first = client.manager("echo").call("x");
    CompletableFuture<Object> second = client.manager("echo").call("x");
    ExecutionException full = assertThrows(ExecutionException.class, second::get);
    assertTrue(full.getMessage().contains("1 calls wait already"), full::getMessage);
    assertFalse(first.isDone());
    ExecutionException late = assertThrows(ExecutionException.class, first::get);
    assertTrue(late.getMessage().contains("for PT0.3S"), late::getMessage);
    assertThrows(ExecutionException.class, () -> client.manager("echo").call("x").get());
  }

  @Test
  void refusalAfterwardsIsForGood() throws Exception {
    open(options());
    next(server.connections).send("{\"type\":\"error\",\"message\":\"workspace is unloaded\"}");
    assertEquals("failed: REFUSED: workspace is unloaded", next(news));
    assertThrows(RpcException.class, () -> client.manager().echo("x"));
    assertFalse(client.isConnected());
    assertEquals(1, server.hellos.size());
  }

  @Test
  void refusedReturnIsForGood() throws Exception {
    open(options());
    server.greeting =
        (connection, hello) ->
            connection.send("{\"type\":\"error\",\"message\":\"token expired\"}");
    next(server.connections).close(1001, "");
    assertTrue(next(news).startsWith("disconnected"));
    assertEquals("failed: REFUSED: token expired", next(news));
  }

  @Test
  void clientGivesUpAfterItsAttempts() throws Exception {
    open(options().reconnect(new ReconnectPolicy(Duration.ofMillis(10), Duration.ofMillis(20), 3)));
    server.admission = new Admission.Refused(503, "busy");
    next(server.connections).close(1001, "");
    assertTrue(next(news).startsWith("disconnected"));
    String failed = next(news);
    assertTrue(failed.startsWith("failed: UNREACHABLE") && failed.contains("HTTP 503"), failed);
  }

  @Test
  void onlyTheManagerMayMakeTheClientLeave() throws Exception {
    open(options());
    Connection connection = next(server.connections);
    server.send(connection, Map.of("type", "force-exit", "from", "ws/other"), null);
    assertEquals("answer", client.manager().echo("x"));
    server.send(
        connection,
        Map.of("type", "force-exit", "from", ScriptedServer.MANAGER + "1", "reason", "cleanup"),
        null);
    assertEquals("failed: CLOSED: the server made the client leave: cleanup", next(news));
  }

  @Test
  void silentCallTakesTheClientsTimeout() throws Exception {
    open(options().callTimeout(Duration.ofMillis(200)));
    RpcException late =
        assertThrows(
            RpcException.class,
            () -> {
              try {
                client.peer().function("ws/other", "services.x.y").call().get(5, TimeUnit.SECONDS);
              } catch (ExecutionException e) {
                throw e.getCause();
              }
            });
    assertEquals(RpcException.Kind.TIMEOUT, late.kind());
  }

  @Test
  void framesArriveInTheOrderTheyWereSent() throws Exception {
    open(options());
    for (int i = 0; i < 2000; i++) {
      client.emit("n" + i, "*", "x".repeat(i % 97 * 10));
    }
    for (int i = 0; i < 2000; i++) {
      Map<?, ?> main;
      do {
        main = next(server.calls);
      } while (!main.get("type").toString().startsWith("n"));
      assertEquals("n" + i, main.get("type"));
    }
  }

  @Test
  void closeSaysGoodbyeAfterWhatWasSent() throws Exception {
    open(options());
    next(server.connections);
    client.emit("last", "*", "x".repeat(400_000));
    client.close();
    assertEquals(1000, next(server.closes));
    assertTrue(server.calls.stream().anyMatch(main -> "last".equals(main.get("type"))));
    assertThrows(RpcException.class, () -> client.manager().echo("x"));
    assertNull(news.poll());
  }

  @Test
  void closeEndsAnAttemptToComeBack() throws Exception {
    open(options());
    next(server.hellos);
    server.greeting = (connection, hello) -> {};
    next(server.connections).close(1001, "");
    next(server.hellos); // the second handshake hangs
    client.close();
    next(server.closes);
    next(server.closes); // its socket has ended as well
    assertEquals(0, server.hellos.size());
  }

  @Test
  void givenExecutorRunsServicesAndStaysOpen() throws Exception {
    var executor = java.util.concurrent.Executors.newSingleThreadExecutor();
    try {
      open(options().executor(executor));
      assertEquals("answer", client.manager("echo").call("x").get());
      client.close();
      assertEquals(1, executor.submit(() -> 1).get());
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void optionsThatCannotBeMetAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> options().clientId("a/b").build());
    assertThrows(IllegalArgumentException.class, () -> options().keepAlive(Duration.ZERO).build());
    assertThrows(
        IllegalArgumentException.class,
        () -> options().offlineTimeout(Duration.ofSeconds(-1)).build());
    assertThrows(
        IllegalArgumentException.class,
        () -> new ReconnectPolicy(Duration.ofSeconds(2), Duration.ofSeconds(1), 1));
    assertFalse(options().token("secret").build().toString().contains("secret"));
  }
}
