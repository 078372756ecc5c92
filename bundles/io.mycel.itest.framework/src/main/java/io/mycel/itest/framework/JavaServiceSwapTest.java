package io.mycel.itest.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.hub.Hub;
import io.mycel.api.hub.Permission;
import io.mycel.api.hub.ServiceInfo;
import io.mycel.api.hub.User;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RemoteGenerator;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.transport.Listener;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.msgpack.value.ValueFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.test.common.annotation.InjectService;
import org.osgi.test.junit5.service.ServiceExtension;

/** Bundles that offer services by the whiteboard come, are replaced and go. */
@ExtendWith(ServiceExtension.class)
class JavaServiceSwapTest {
  private static final User USER =
      new User(
          "java-service-swap", List.of(), false, null, null, Map.of("*", Permission.ADMIN), null);
  private static final String NAME = "io.mycel.itest.replaced";
  private static final String PROVIDER = "public/" + NAME;
  private static final String SERVICE = PROVIDER + ":java-echo";
  private static final int CLIENTS = 6;
  private static final int SWAPS = 100;
  private static final int CALLS_BETWEEN = 50;

  private final Bundle self = FrameworkUtil.getBundle(JavaServiceSwapTest.class);
  private final BundleContext context = self.getBundleContext();
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final List<RawClient> clients = new ArrayList<>();
  private final List<CompletableFuture<Void>> loops = new ArrayList<>();
  private final AtomicBoolean running = new AtomicBoolean(true);
  private final AtomicLong answered = new AtomicLong();

  @InjectService(timeout = 10_000)
  Hub hub;

  @InjectService(timeout = 10_000)
  Listener listener;

  private Peer caller;

  @BeforeEach
  void connect() throws Exception {
    URI base = listener.uri().orElseThrow();
    HttpClient http = HttpClient.newHttpClient();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new RawClient(http, base, "user" + i, i % 2 == 0));
    }
    caller = hub.connect("java-service-swap", "caller", USER);
  }

  @AfterEach
  void disconnect() {
    running.set(false);
    clients.forEach(RawClient::close);
    caller.close("the test ends");
    callers.shutdownNow();
  }

  private Bundle start(int number) throws Exception {
    byte[] jar = Bundles.withComponent(self, EchoComponent.class, NAME, "1.0." + number);
    Bundle bundle = context.installBundle("java-service:" + number, new ByteArrayInputStream(jar));
    bundle.start();
    return bundle;
  }

  private Object call(String function, Object... args) throws Exception {
    return caller
        .function(PROVIDER, "services.java-echo." + function)
        .call(args)
        .get(20, TimeUnit.SECONDS);
  }

  private List<String> listed() {
    return hub.services(USER, "public").stream()
        .map(ServiceInfo::id)
        .filter(id -> id.startsWith(PROVIDER + ":"))
        .toList();
  }

  private void callWithoutPause(RawClient client) {
    for (long n = 0; running.get(); n++) {
      assertEquals(
          n,
          client
              .call(PROVIDER, "services.java-echo.echo", ValueFactory.newInteger(n))
              .orTimeout(20, TimeUnit.SECONDS)
              .join()
              .asIntegerValue()
              .toLong());
      answered.incrementAndGet();
    }
  }

  private void await(BooleanSupplier reached) throws Exception {
    CompletableFuture<Object> failure =
        CompletableFuture.anyOf(loops.toArray(CompletableFuture[]::new));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
    while (!reached.getAsBoolean()) {
      if (!loops.isEmpty() && failure.isDone()) {
        failure.get();
      }
      assertTrue(System.nanoTime() < deadline, "nothing happens any more");
      Thread.onSpinWait();
    }
  }

  @Test
  void bundleIsReplacedSideBySideWithoutALostCall() throws Exception {
    LoaderWatch watch = new LoaderWatch(context);
    Bundle current = start(0);
    clients.forEach(
        client -> loops.add(CompletableFuture.runAsync(() -> callWithoutPause(client), callers)));
    for (int i = 1; i <= SWAPS; i++) {
      watch.on(current);
      Bundle next = start(i);
      assertEquals("1.0." + i, call("version"));
      assertEquals(List.of(SERVICE), listed());
      current.uninstall();
      assertEquals("1.0." + i, call("version"));
      assertEquals(List.of(SERVICE), listed());
      current = next;
      long seen = answered.get();
      await(() -> answered.get() >= seen + CALLS_BETWEEN);
    }
    running.set(false);
    CompletableFuture.allOf(loops.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
    watch.on(current);
    current.uninstall();
    assertEquals(List.of(), listed());
    watch.assertNoneAlive();
  }

  @Test
  void callInFlightEndsOnTheOldVersionBeforeItsBundleStops() throws Exception {
    Bundle old = start(1000);
    CompletableFuture<String> release = new CompletableFuture<>();
    CompletableFuture<Boolean> asked = new CompletableFuture<>();
    RpcFunction releasing =
        ask -> {
          asked.complete(true);
          return release;
        };
    CompletableFuture<Object> inFlight =
        caller.function(PROVIDER, "services.java-echo.hold").call(releasing);
    asked.get(20, TimeUnit.SECONDS);
    Bundle next = start(1001);
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> uninstall(old), callers);
    // the new one answers as soon as it is there, while the old one waits for its last call
    assertEquals("1.0.1001", call("version"));
    assertFalse(inFlight.isDone());
    release.complete("now");
    assertEquals("1.0.1000", inFlight.get(20, TimeUnit.SECONDS));
    stopped.get(20, TimeUnit.SECONDS);
    assertEquals(Bundle.UNINSTALLED, old.getState());
    next.uninstall();
    assertEquals(List.of(), listed());
  }

  @Test
  void callsCallbacksAndGeneratorsGoOnWhileHubAndRpcAreReplaced() throws Exception {
    Bundle provider = start(3000);
    for (String replaced : List.of("io.mycel.hub", "io.mycel.rpc")) {
      CompletableFuture<String> release = new CompletableFuture<>();
      CompletableFuture<Boolean> asked = new CompletableFuture<>();
      RpcFunction releasing =
          ask -> {
            asked.complete(true);
            return release;
          };
      CompletableFuture<Object> inFlight =
          caller.function(PROVIDER, "services.java-echo.hold").call(releasing);
      asked.get(20, TimeUnit.SECONDS);
      RemoteGenerator numbers = (RemoteGenerator) call("count", 4L);
      Iterator<Object> items = numbers.iterator();
      assertEquals(0L, items.next());
      assertEquals(1L, items.next());

      Bundle bundle = Bundles.find(context, replaced);
      bundle.update(new ByteArrayInputStream(Bundles.jar(bundle)));

      assertEquals(2L, items.next());
      assertEquals(3L, items.next());
      assertFalse(items.hasNext());
      assertFalse(inFlight.isDone());
      release.complete("now");
      assertEquals("1.0.3000", inFlight.get(20, TimeUnit.SECONDS));
    }
    provider.uninstall();
  }

  private static void uninstall(Bundle bundle) {
    try {
      bundle.uninstall();
    } catch (org.osgi.framework.BundleException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void wrongDeclarationIsLoggedWithItsRemedyAndDisturbsNothing() throws Exception {
    Bundle good = start(2000);
    try (LogWatch log = new LogWatch("io.mycel.hub")) {
      for (Map<String, Object> wrong :
          List.<Map<String, Object>>of(
              Map.of("mycel.service.id", "a:b"),
              Map.of("mycel.service.id", "a", "mycel.service.workspace", "*"),
              Map.of(
                  "mycel.service.id", "a",
                  "mycel.service.workspace", caller.workspace(),
                  "mycel.service.clientId", caller.clientId()))) {
        ServiceRegistration<?> registration =
            context.registerService(Runnable.class, () -> {}, new Hashtable<>(wrong));
        String error = log.lastError();
        assertTrue(error.contains(self.toString()), error);
        assertTrue(error.contains("java.lang.Runnable"), error);
        registration.unregister();
      }
      assertEquals(
          List.of(
              "property mycel.service.id must not contain '/', ':', '*', white space or control characters",
              "property mycel.service.workspace must not contain '/', ':', '*', white space or control characters",
              "Client already exists and is active: java-service-swap/caller; choose another mycel.service.clientId, or end that client and restart the bundle"),
          log.errors().stream().map(line -> line.replaceFirst(".*to clients: ", "")).toList());
    }
    assertEquals("1.0.2000", call("version"));
    assertEquals(List.of(SERVICE), listed());
    good.uninstall();
  }

  @Test
  void changedPropertiesChangeTheService() throws Exception {
    Hashtable<String, Object> properties = new Hashtable<>();
    properties.put("mycel.service.id", "by-hand");
    properties.put("mycel.service.clientId", NAME);
    properties.put("mycel.service.visibility", "public");
    ServiceRegistration<?> registration =
        context.registerService(Runnable.class, () -> {}, properties);
    assertEquals(List.of(PROVIDER + ":by-hand"), listed());
    properties.put("mycel.service.id", "renamed");
    registration.setProperties(properties);
    assertEquals(List.of(PROVIDER + ":renamed"), listed());
    properties.put("mycel.service.name", "Renamed");
    registration.setProperties(properties);
    assertEquals(
        List.of("Renamed"),
        hub.services(USER, "public").stream()
            .filter(info -> info.serviceId().equals("renamed"))
            .map(ServiceInfo::name)
            .toList());
    registration.unregister();
    assertEquals(List.of(), listed());
  }
}
