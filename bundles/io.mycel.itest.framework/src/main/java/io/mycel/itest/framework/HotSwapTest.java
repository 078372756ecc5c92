package io.mycel.itest.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.hub.Hub;
import io.mycel.api.transport.Listener;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.msgpack.value.Value;
import org.msgpack.value.ValueFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.test.common.annotation.InjectService;
import org.osgi.test.junit5.service.ServiceExtension;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Bundles are replaced a hundred times while clients of both generations call each other without
 * pause.
 */
@ExtendWith(ServiceExtension.class)
class HotSwapTest {
  private static final int CLIENTS = 20;
  private static final int SWAPS = 100;

  /** Fewer, where more is going on at each. */
  private static final int NEWCOMERS_SWAPS = 20;

  /** Loops of HTTP requests, each to another provider. */
  private static final int REQUESTERS = 4;

  /** The client of the hub that offers what this bundle exports. */
  private static final String JAVA_CLIENT = "io.mycel.itest.framework";

  private static final String JAVA_SERVICE = "public/" + JAVA_CLIENT;

  /** Characters of a message that is sent in pieces. */
  private static final int LONG_TEXT = 600_000;

  /** Calls that are answered between two swaps, so that each swap meets a busy platform. */
  private static final int CALLS_BETWEEN = 100;

  /** Not an injected one, which would uninstall at its end what a test has installed. */
  private final BundleContext context =
      FrameworkUtil.getBundle(HotSwapTest.class).getBundleContext();

  @InjectService(timeout = 10_000)
  Listener listener;

  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final List<RawClient> clients = new ArrayList<>();
  private final List<CompletableFuture<Void>> loops = new ArrayList<>();
  private final AtomicBoolean running = new AtomicBoolean(true);
  private final AtomicLong answered = new AtomicLong();
  private final HttpClient http = HttpClient.newHttpClient();

  /** Not by injection, which on Equinox holds all hubs that there were until the test ends. */
  private void awaitHub() throws InterruptedException {
    ServiceTracker<Hub, Hub> hubs = new ServiceTracker<>(context, Hub.class, null);
    hubs.open();
    try {
      assertNotNull(hubs.waitForService(10_000), "a hub");
    } finally {
      hubs.close();
    }
  }

  @BeforeEach
  void connect() throws Exception {
    awaitHub();
    URI base = listener.uri().orElseThrow();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new RawClient(http, base, "raw" + i, i % 2 == 0));
    }
    for (int i = 0; i < CLIENTS; i++) {
      RawClient caller = clients.get(i);
      // a neighbour of the other generation, and the next one of its own
      String other = clients.get((i + 1) % CLIENTS).address();
      String own = clients.get((i + 2) % CLIENTS).address();
      loops.add(CompletableFuture.runAsync(() -> callWithoutPause(caller, other, own), callers));
    }
  }

  private void callWithoutPause(RawClient caller, String other, String own) {
    for (long n = 0; running.get(); n++) {
      CompletableFuture<Value> answer =
          switch ((int) (n % 5)) {
            case 3 ->
                caller.call(JAVA_SERVICE, "services.java-echo.echo", ValueFactory.newInteger(n));
            case 4 -> caller.callManager("echo", ValueFactory.newInteger(n));
            default -> caller.callEcho(n % 2 == 0 ? other : own, n);
          };
      assertEquals(n, answer.orTimeout(20, TimeUnit.SECONDS).join().asIntegerValue().toLong());
      answered.incrementAndGet();
    }
  }

  @AfterEach
  void disconnect() {
    running.set(false);
    clients.forEach(RawClient::close);
    callers.shutdownNow();
  }

  @Test
  void rpcIsReplacedWithoutALostCall() throws Exception {
    replaceInPlace("io.mycel.rpc");
  }

  @Test
  void hubIsReplacedWithoutALostCall() throws Exception {
    replaceInPlace("io.mycel.hub");
    // what was registered before is still found, by clients that were there before
    for (int i = 0; i < CLIENTS; i++) {
      String id = clients.get((i + 1) % CLIENTS).address() + ":echo";
      Value listed =
          clients
              .get(i)
              .callManager("list_services", ValueFactory.newString("public"))
              .get(20, TimeUnit.SECONDS);
      assertTrue(listed.toString().contains(id), () -> id + " is not in " + listed);
    }
  }

  @Test
  void httpIsReplacedWithoutALostCall() throws Exception {
    replaceInPlace("io.mycel.http");
  }

  @Test
  void httpIsReplacedSideBySideWithoutALostRequest() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(listener.uri().orElseThrow().resolve("/health/liveness")).build();
    AtomicLong served = new AtomicLong();
    CompletableFuture<Void> requests =
        CompletableFuture.runAsync(
            () -> {
              while (running.get()) {
                assertEquals(
                    200,
                    http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                        .join()
                        .statusCode());
                served.incrementAndGet();
              }
            },
            callers);
    Bundle current = Bundles.find(context, "io.mycel.http");
    Bundle first = current;
    byte[] jar = Bundles.jar(current);
    LoaderWatch watch = new LoaderWatch(context);
    for (int i = 1; i <= SWAPS; i++) {
      watch.on(current);
      Bundle next =
          context.installBundle(
              "side-by-side:" + i,
              new ByteArrayInputStream(Bundles.withVersion(jar, "0.1.0.swap" + i)));
      next.start();
      current.uninstall();
      current = next;
      long seen = served.get();
      await(() -> served.get() >= seen + 2, requests);
    }
    finish();
    requests.get(20, TimeUnit.SECONDS);
    watch.assertNoneAlive();
    // the other tests look for the bundle where it was
    context.installBundle(first.getLocation(), new ByteArrayInputStream(jar)).start();
    current.uninstall();
  }

  @Test
  void httpIsReplacedWhileRequestsAndConnectionsComeWithoutPause() throws Exception {
    replaceInPlace("io.mycel.http", NEWCOMERS_SWAPS, new Newcomers());
  }

  @Test
  void hubIsReplacedWhileRequestsAndConnectionsComeWithoutPause() throws Exception {
    replaceInPlace("io.mycel.hub", NEWCOMERS_SWAPS, new Newcomers());
  }

  @Test
  void rpcIsReplacedWhileRequestsAndConnectionsComeWithoutPause() throws Exception {
    replaceInPlace("io.mycel.rpc", NEWCOMERS_SWAPS, new Newcomers());
  }

  /** Requests and connections that begin while a bundle is replaced. */
  private final class Newcomers {
    private final URI base = listener.uri().orElseThrow();
    private final AtomicLong served = new AtomicLong();
    private final AtomicLong connected = new AtomicLong();
    private final AtomicLong posted = new AtomicLong();

    private Newcomers() {
      for (int i = 0; i < REQUESTERS; i++) {
        String[] provider = clients.get(i).address().split("/");
        String path = "/" + provider[0] + "/services/" + provider[1] + ":echo/echo?number=";
        loops.add(CompletableFuture.runAsync(() -> requestWithoutPause(path), callers));
      }
      loops.add(CompletableFuture.runAsync(this::postWithoutPause, callers));
      loops.add(CompletableFuture.runAsync(this::connectWithoutPause, callers));
    }

    /** Each is a call of a Java service that is too long for one message. */
    private void postWithoutPause() {
      URI url = base.resolve("/public/services/" + JAVA_CLIENT + ":java-echo/length");
      String text = "x".repeat(LONG_TEXT);
      while (running.get()) {
        HttpRequest request =
            HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"" + text + "\"}"))
                .build();
        HttpResponse<String> answer =
            http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
        assertEquals(200, answer.statusCode(), answer::body);
        assertEquals(String.valueOf(LONG_TEXT), answer.body());
        posted.incrementAndGet();
      }
    }

    private void requestWithoutPause(String path) {
      for (long n = 0; running.get(); n++) {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path + n)).build();
        HttpResponse<String> answer =
            http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
        assertEquals(200, answer.statusCode(), answer::body);
        // functions of the peer answer with their first argument, here all keywords
        assertEquals("{\"number\":" + n + "}", answer.body());
        served.incrementAndGet();
      }
    }

    private void connectWithoutPause() {
      for (long n = 0; running.get(); n++) {
        try (RawClient client = new RawClient(http, base, "new" + n, n % 2 == 0)) {
          assertEquals(
              n,
              client
                  .callManager("echo", ValueFactory.newInteger(n))
                  .join()
                  .asIntegerValue()
                  .toLong());
          connected.incrementAndGet();
        } catch (Exception e) {
          throw new IllegalStateException("connection " + n, e);
        }
      }
    }
  }

  private void replaceInPlace(String symbolicName, int swaps, Newcomers newcomers)
      throws Exception {
    Bundle bundle = Bundles.find(context, symbolicName);
    byte[] jar = Bundles.jar(bundle);
    for (int i = 0; i < swaps; i++) {
      long served = newcomers.served.get();
      long connected = newcomers.connected.get();
      long posted = newcomers.posted.get();
      bundle.update(new ByteArrayInputStream(jar));
      await(
          () ->
              newcomers.served.get() >= served + 20
                  && newcomers.connected.get() > connected
                  && newcomers.posted.get() > posted,
          CompletableFuture.anyOf(loops.toArray(CompletableFuture[]::new)));
    }
    finish();
  }

  private void replaceInPlace(String symbolicName) throws Exception {
    Bundle bundle = Bundles.find(context, symbolicName);
    byte[] jar = Bundles.jar(bundle);
    LoaderWatch watch = new LoaderWatch(context);
    for (int i = 0; i < SWAPS; i++) {
      watch.on(bundle);
      bundle.update(new ByteArrayInputStream(jar));
      long seen = answered.get();
      await(
          () -> answered.get() >= seen + CALLS_BETWEEN,
          CompletableFuture.anyOf(loops.toArray(CompletableFuture[]::new)));
    }
    finish();
    watch.assertNoneAlive();
  }

  /** Ends the calls; none of them may have failed, and no socket may have been closed. */
  private void finish() throws Exception {
    running.set(false);
    CompletableFuture.allOf(loops.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
    assertEquals(
        List.of(),
        clients.stream().map(RawClient::ended).filter(java.util.Objects::nonNull).toList());
  }

  private static void await(
      java.util.function.BooleanSupplier reached, CompletableFuture<?> failure) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
    while (!reached.getAsBoolean()) {
      if (failure.isDone()) {
        failure.get();
      }
      assertTrue(System.nanoTime() < deadline, "the clients stand still after a swap");
      Thread.onSpinWait();
    }
  }
}
