package io.mycel.itest.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.hub.Hub;
import io.mycel.api.hub.Permission;
import io.mycel.api.hub.ServiceInfo;
import io.mycel.api.hub.User;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.rpc.Service;
import io.mycel.api.transport.Listener;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.msgpack.value.Value;
import org.msgpack.value.ValueFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.test.common.annotation.InjectService;
import org.osgi.test.junit5.service.ServiceExtension;
import org.osgi.util.tracker.ServiceTracker;

/**
 * The bundle that owns the sockets is replaced: clients of both generations lose their connections
 * and come back, everybody else goes on.
 */
@ExtendWith(ServiceExtension.class)
class TransportSwapTest {
  private static final String TRANSPORT = "io.mycel.transport.jetty";
  private static final String WORKSPACE = "transport-swap";
  private static final User USER =
      new User("transport-swap", List.of(), false, null, null, Map.of("*", Permission.ADMIN), null);
  private static final int CLIENTS = 10;
  private static final int SWAPS = 10;

  /** They take less than a second; five are promised, on a machine that is not overloaded. */
  private static final Duration BACK_WITHIN = Duration.ofSeconds(20);

  private final BundleContext context =
      FrameworkUtil.getBundle(TransportSwapTest.class).getBundleContext();
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<RawClient> clients = new ArrayList<>();
  private final AtomicBoolean running = new AtomicBoolean(true);
  private final AtomicLong answered = new AtomicLong();

  @InjectService(timeout = 10_000)
  Hub hub;

  @InjectService(timeout = 10_000)
  ConfigurationAdmin configurations;

  private ServiceTracker<Listener, Listener> listeners;
  private Peer caller;
  private Peer provider;
  private CompletableFuture<Void> undisturbed;
  private URI base;

  @BeforeEach
  void connect() throws Exception {
    listeners = new ServiceTracker<>(context, Listener.class, null);
    listeners.open();
    // the clients look for the server where it was
    int port = listeners.waitForService(10_000).uri().orElseThrow().getPort();
    listenAt(port);
    base = URI.create("http://127.0.0.1:" + port);
    for (int i = 0; i < CLIENTS; i++) {
      RawClient client = new RawClient(http, base, "returning" + i, i % 2 == 0);
      client.comesBackTo(base);
      clients.add(client);
    }
    provider = hub.connect(WORKSPACE, "provider", USER);
    caller = hub.connect(WORKSPACE, "caller", USER);
    RpcFunction echo = call -> call.args().get(0);
    provider
        .register(new Service("local", "local", "generic", "", Map.of(), Map.of("echo", echo)))
        .get(10, TimeUnit.SECONDS);
    undisturbed = CompletableFuture.runAsync(this::callWithinTheJvm);
  }

  /** Makes the transport listen at a port, and waits until it does. */
  private void listenAt(int port) throws Exception {
    Listener before = listeners.getService();
    configurations.getConfiguration(TRANSPORT, "?").update(new Hashtable<>(Map.of("port", port)));
    await(
        "the transport listens with its new configuration",
        () -> listeners.getService() != null && listeners.getService() != before);
  }

  private void callWithinTheJvm() {
    while (running.get()) {
      long n = answered.get();
      Object answer =
          caller
              .function(provider.address(), "services.local.echo")
              .call(n)
              .orTimeout(20, TimeUnit.SECONDS)
              .join();
      assertEquals(n, ((Number) answer).longValue());
      answered.incrementAndGet();
    }
  }

  @AfterEach
  void disconnect() throws Exception {
    running.set(false);
    clients.forEach(RawClient::close);
    provider.close("the test ends");
    caller.close("the test ends");
    Bundles.find(context, TRANSPORT).start(); // where a test has failed without it
    listenAt(0);
    listeners.close();
  }

  private static void await(String what, BooleanSupplier reached) {
    long deadline = System.nanoTime() + BACK_WITHIN.toNanos();
    while (!reached.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, () -> "not within " + BACK_WITHIN + ": " + what);
      Thread.onSpinWait();
    }
  }

  private void awaitEverybody(int comebacks) {
    await(
        "every client is back, with its services: "
            + clients.stream().map(RawClient::ended).toList(),
        () -> clients.stream().allMatch(client -> client.comebacks() >= comebacks));
  }

  /** Every client calls the manager and a client of either generation. */
  private void assertEverybodyAnswers(long number) throws Exception {
    for (int i = 0; i < CLIENTS; i++) {
      RawClient client = clients.get(i);
      for (int step = 1; step <= 2; step++) {
        String other = clients.get((i + step) % CLIENTS).address();
        assertEquals(number, value(client.callEcho(other, number)));
      }
      assertEquals(number, value(client.callManager("echo", ValueFactory.newInteger(number))));
      Object answer =
          caller
              .function(client.address(), "services.echo.echo")
              .call(number)
              .get(20, TimeUnit.SECONDS);
      assertEquals(number, ((Number) answer).longValue());
    }
  }

  private static long value(CompletableFuture<Value> answer) throws Exception {
    return answer.get(20, TimeUnit.SECONDS).asIntegerValue().toLong();
  }

  private Set<String> listed() {
    return hub.services(USER, "public").stream().map(ServiceInfo::id).collect(Collectors.toSet());
  }

  private Set<String> echoes() {
    return clients.stream().map(client -> client.address() + ":echo").collect(Collectors.toSet());
  }

  private void assertNobodyWithinTheJvmWasDisturbed() throws Exception {
    long seen = answered.get();
    await("calls within this JVM go on", () -> answered.get() > seen || undisturbed.isDone());
    running.set(false);
    undisturbed.get(20, TimeUnit.SECONDS);
  }

  @Test
  void clientsComeBackToATransportThatWasUpdatedTenTimes() throws Exception {
    Bundle transport = Bundles.find(context, TRANSPORT);
    byte[] jar = Bundles.jar(transport);
    LoaderWatch watch = new LoaderWatch(context);
    Set<String> addresses = echoes();
    for (int i = 1; i <= SWAPS; i++) {
      watch.on(transport);
      transport.update(new ByteArrayInputStream(jar));
      awaitEverybody(i);
      assertEquals(base.getPort(), listeners.getService().uri().orElseThrow().getPort());
      assertEverybodyAnswers(i);
      assertEquals(addresses, echoes());
      assertTrue(listed().containsAll(addresses), () -> "listed: " + listed());
    }
    assertNobodyWithinTheJvmWasDisturbed();
    watch.assertNoneAlive();
  }

  @Test
  void hubGoesOnWhileThereIsNoTransport() throws Exception {
    Bundle transport = Bundles.find(context, TRANSPORT);
    RawClient away = clients.get(0);
    CompletableFuture<Object> inFlight =
        caller.function(away.address(), "services.echo.silence").call();
    // order is kept between two peers: once this is answered, the call above has arrived
    caller.function(away.address(), "services.echo.echo").call(1).get(20, TimeUnit.SECONDS);
    transport.stop();

    assertPeerGone(inFlight);
    for (RawClient client : clients) {
      assertPeerGone(caller.function(client.address(), "services.echo.echo").call(1));
    }
    assertTrue(listed().containsAll(echoes()), () -> "listed: " + listed());
    assertEquals(hub, hubNow());

    transport.start();
    awaitEverybody(1);
    assertEverybodyAnswers(2);
    assertTrue(listed().containsAll(echoes()), () -> "listed: " + listed());
    assertNobodyWithinTheJvmWasDisturbed();
  }

  private Hub hubNow() {
    return context.getService(context.getServiceReference(Hub.class));
  }

  /** The caller is told so, and not by its time-out. */
  private static void assertPeerGone(CompletableFuture<Object> call) {
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> call.get(5, TimeUnit.SECONDS));
    RpcException error = assertInstanceOf(RpcException.class, failure.getCause());
    String message = error.getMessage();
    assertTrue(
        message.contains("has disconnected") || message.contains("is not connected"), message);
  }
}
