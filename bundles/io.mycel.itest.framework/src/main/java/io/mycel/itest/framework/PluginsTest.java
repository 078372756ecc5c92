package io.mycel.itest.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.hub.Hub;
import io.mycel.api.hub.Permission;
import io.mycel.api.hub.User;
import io.mycel.api.plugin.InstallRequest;
import io.mycel.api.plugin.PluginContext;
import io.mycel.api.plugin.PluginId;
import io.mycel.api.plugin.PluginManager;
import io.mycel.api.plugin.PluginRuntime;
import io.mycel.api.plugin.PluginState;
import io.mycel.api.plugin.PluginStatus;
import io.mycel.api.plugin.RunningPlugin;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.api.transport.Listener;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.msgpack.value.ValueFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.test.common.annotation.InjectService;
import org.osgi.test.junit5.service.ServiceExtension;

/** Plugins are installed, called, replaced while they are called, and go. */
@ExtendWith(ServiceExtension.class)
class PluginsTest {
  private static final User USER =
      new User("plugins-test", List.of(), false, null, null, Map.of("*", Permission.ADMIN), null);
  private static final String WORKSPACE = "plugins-test";
  private static final PluginId GREETER = new PluginId(WORKSPACE, "Greeter of Tests");
  private static final String GREETER_CLIENT = WORKSPACE + "/greeter-of-tests";
  private static final PluginId FILE = new PluginId(WORKSPACE, "File of Tests");
  private static final int UPDATES = 100;
  private static final int CALLS_BETWEEN = 50;
  private static final int CLIENTS = 4;

  private final Bundle self = FrameworkUtil.getBundle(PluginsTest.class);
  private final BundleContext context = self.getBundleContext();
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final List<ServiceRegistration<?>> runtimes = new ArrayList<>();
  private final List<RawClient> clients = new ArrayList<>();
  private final List<CompletableFuture<Void>> loops = new ArrayList<>();
  private final AtomicBoolean running = new AtomicBoolean(true);
  private final AtomicLong answered = new AtomicLong();

  @TempDir Path folder;

  @InjectService(timeout = 10_000)
  Hub hub;

  @InjectService(timeout = 10_000)
  Listener listener;

  @InjectService(timeout = 10_000)
  PluginManager plugins;

  private Peer caller;

  @BeforeEach
  void connect() {
    caller = hub.connect(WORKSPACE, "caller", USER);
  }

  @AfterEach
  void removeAll() throws Exception {
    running.set(false);
    clients.forEach(RawClient::close);
    for (PluginStatus plugin : plugins.plugins()) {
      if (plugin.id().workspace().equals(WORKSPACE)) {
        get(plugins.remove(plugin.id()));
      }
    }
    runtimes.forEach(PluginsTest::unregister);
    caller.close("the test ends");
    callers.shutdownNow();
  }

  private static void unregister(ServiceRegistration<?> runtime) {
    try {
      runtime.unregister();
    } catch (IllegalStateException e) {
      // The test has done it.
    }
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private static String failure(CompletionStage<?> stage) {
    return assertThrows(ExecutionException.class, () -> get(stage)).getCause().getMessage();
  }

  private Path greeter(int number) throws Exception {
    byte[] jar =
        Bundles.withHeaders(
            Bundles.withComponent(
                self, GreeterPlugin.class, "io.mycel.itest.greeter", "1.0." + number),
            Map.of(
                "Bundle-Name",
                "Greeter of Tests",
                "Provide-Capability",
                "mycel.plugin;type=java",
                "Require-Capability",
                "osgi.extender;filter:=\"(&(osgi.extender=mycel.plugin)(version>=1.0.0)(!(version>=2.0.0)))\""));
    return Files.write(folder.resolve("greeter.jar"), jar);
  }

  private PluginStatus install(Path file) throws Exception {
    return get(plugins.install(InstallRequest.of(file.toString(), WORKSPACE)));
  }

  private Object call(String function, Object... args) throws Exception {
    return get(caller.function(GREETER_CLIENT, "services.greeter-of-tests." + function).call(args));
  }

  private Bundle bundle() {
    return Stream.of(context.getBundles())
        .filter(each -> "io.mycel.itest.greeter".equals(each.getSymbolicName()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void annotatedComponentOfAnyBundleIsAPlugin() throws Exception {
    PluginStatus status =
        await(
            new PluginId("public", "Greeter of Tests"), each -> each.state() == PluginState.ACTIVE);
    assertEquals("java", status.type());
    assertEquals("io.mycel.itest.framework", status.owner());
    assertEquals(
        7L,
        get(
            hub.call(
                USER,
                "public",
                "greeter-of-tests:greeter-of-tests",
                "echo",
                List.of(7),
                Map.of())));
  }

  private PluginStatus await(PluginId id, Predicate<PluginStatus> wanted) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
    while (true) {
      Optional<PluginStatus> status = plugins.plugin(id);
      if (status.isPresent() && wanted.test(status.get())) {
        return status.get();
      }
      assertTrue(System.nanoTime() < deadline, () -> id + " is " + status);
      Thread.onSpinWait();
    }
  }

  private void callWithoutPause(RawClient client) {
    for (long n = 0; running.get(); n++) {
      assertEquals(
          n,
          client
              .call(GREETER_CLIENT, "services.greeter-of-tests.echo", ValueFactory.newInteger(n))
              .orTimeout(20, TimeUnit.SECONDS)
              .join()
              .asIntegerValue()
              .toLong());
      answered.incrementAndGet();
    }
  }

  private void await(BooleanSupplier reached) throws Exception {
    CompletableFuture<Object> failed =
        CompletableFuture.anyOf(loops.toArray(CompletableFuture[]::new));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
    while (!reached.getAsBoolean()) {
      if (failed.isDone()) {
        failed.get();
      }
      assertTrue(System.nanoTime() < deadline, "nothing happens any more");
      Thread.onSpinWait();
    }
  }

  @Test
  void javaPluginIsUpdatedAHundredTimesWithoutALostCall() throws Exception {
    LoaderWatch watch = new LoaderWatch(context);
    assertEquals(PluginState.ACTIVE, install(greeter(0)).state());
    URI base = listener.uri().orElseThrow();
    HttpClient http = HttpClient.newHttpClient();
    for (int i = 0; i < CLIENTS; i++) {
      RawClient client = new RawClient(http, base, "user" + i, i % 2 == 0);
      clients.add(client);
      loops.add(CompletableFuture.runAsync(() -> callWithoutPause(client), callers));
    }
    for (int i = 1; i <= UPDATES; i++) {
      watch.on(bundle());
      PluginStatus status = install(greeter(i));
      assertEquals(PluginState.ACTIVE, status.state(), status.cause());
      assertEquals("1.0." + i, status.version());
      assertEquals("1.0." + i, call("version"));
      long seen = answered.get();
      await(() -> answered.get() >= seen + CALLS_BETWEEN);
    }
    running.set(false);
    CompletableFuture.allOf(loops.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
    watch.on(bundle());
    get(plugins.remove(GREETER));
    assertTrue(plugins.plugin(GREETER).isEmpty());
    watch.assertNoneAlive();
  }

  @Test
  void callInFlightEndsOnTheOldVersion() throws Exception {
    install(greeter(1));
    CompletableFuture<String> release = new CompletableFuture<>();
    CompletableFuture<Boolean> asked = new CompletableFuture<>();
    RpcFunction releasing =
        ask -> {
          asked.complete(true);
          return release;
        };
    CompletableFuture<Object> inFlight =
        caller.function(GREETER_CLIENT, "services.greeter-of-tests.hold").call(releasing);
    asked.get(20, TimeUnit.SECONDS);
    CompletionStage<PluginStatus> update =
        plugins.install(InstallRequest.of(greeter(2).toString(), WORKSPACE));
    await(GREETER, each -> each.version().equals("1.0.2"));
    assertEquals("1.0.2", call("version"));
    assertFalse(inFlight.isDone());
    release.complete("now");
    assertEquals("1.0.1", inFlight.get(20, TimeUnit.SECONDS));
    assertEquals("1.0.2", get(update).version());
  }

  @Test
  void newVersionThatFailsLeavesTheOldOneRunningAndSaysWhy() throws Exception {
    install(greeter(1));
    Object before = call("instance");
    String cause =
        failure(
            plugins.install(
                InstallRequest.of(greeter(GreeterPlugin.BROKEN).toString(), WORKSPACE)));
    assertTrue(cause.contains("this version is broken: install another one"), cause);
    assertTrue(cause.contains("1.0.1, which goes on"), cause);
    assertEquals("1.0.1", call("version"));
    assertEquals(before, call("instance"), "it was not even started again");
    PluginStatus status = plugins.plugin(GREETER).orElseThrow();
    assertEquals("1.0.1", status.version());
    assertEquals(PluginState.ACTIVE, status.state());
    assertTrue(
        plugins.log(GREETER, 100).stream().anyMatch(line -> line.text().contains("is broken")));
    assertEquals("1.0.1", bundle().getVersion().toString(), "nothing of the new one is left");
  }

  private Object manager(User user, String function, Map<String, Object> kwargs) throws Exception {
    return get(
        hub.call(user, "public", "plugin-manager:plugin-manager", function, List.of(), kwargs));
  }

  @Test
  void setOfPluginsIsRolledBack() throws Exception {
    install(greeter(1));
    install(greeter(2));
    manager(ManagedPlugins.ADMINISTRATOR, "rollback", Map.of());
    assertEquals("1.0.1", call("version"));
    manager(ManagedPlugins.ADMINISTRATOR, "rollback", Map.of());
    assertEquals("1.0.2", call("version"));
  }

  @Test
  void onlyAdministratorsManage() throws Exception {
    String refusal =
        assertThrows(ExecutionException.class, () -> manager(USER, "list", Map.of()))
            .getCause()
            .getMessage();
    assertTrue(refusal.contains("connection token"), refusal);
    assertTrue(manager(ManagedPlugins.ADMINISTRATOR, "list", Map.of()) instanceof List<?>);
    String plan =
        assertThrows(
                ExecutionException.class,
                () ->
                    manager(
                        ManagedPlugins.ADMINISTRATOR,
                        "install",
                        Map.of("source", greeter(1).toString(), "workspace", WORKSPACE)))
            .getCause()
            .getMessage();
    assertTrue(plan.contains("yes=true"), plan);
    assertTrue(plan.contains("runs inside the server, with all its rights"), plan);
    assertTrue(plugins.plugin(GREETER).isEmpty());
  }

  /** Runs plugins of a type of its own; what they export is its name and what they were given. */
  private final class TestRuntime implements PluginRuntime {
    private final String name;
    private final Map<PluginId, PluginContext> started = new ConcurrentHashMap<>();
    private final List<String> stopped = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Boolean> asked = new CompletableFuture<>();
    private final CompletableFuture<String> release = new CompletableFuture<>();
    private final RpcFunction hold =
        call -> {
          asked.complete(true);
          return release;
        };

    TestRuntime(String name) {
      this.name = name;
    }

    @Override
    public CompletionStage<RunningPlugin> start(PluginContext plugin) {
      started.put(plugin.id(), plugin);
      return CompletableFuture.completedStage(
          new RunningPlugin() {
            @Override
            public Map<String, Object> members() {
              return Map.of("where", (RpcFunction) call -> name, "hold", hold);
            }

            @Override
            public CompletionStage<Void> stop() {
              stopped.add(plugin.id().name());
              return CompletableFuture.completedStage(null);
            }
          });
    }

    ServiceRegistration<PluginRuntime> register() {
      ServiceRegistration<PluginRuntime> registration =
          context.registerService(
              PluginRuntime.class,
              this,
              new Hashtable<>(Map.of(PluginRuntime.TYPES, new String[] {"test-type"})));
      runtimes.add(registration);
      return registration;
    }
  }

  private Path file(String version) throws Exception {
    return Files.writeString(
        folder.resolve("File of Tests.imjoy.html"),
        """
        <docs lang="markdown"># What it does</docs>
        <config lang="yaml">
        name: File of Tests
        type: test-type
        version: %s
        tags: [stable, dev]
        description: A <b>file</b>
        permissions: ["network:example.org"]
        </config>
        <window lang="html"><div><p>x</p></div></window>
        <style lang="css">p { color: red }</style>
        <attachment name="data">1,2</attachment>
        <script lang="javascript" tag="stable">stable()</script>
        <script lang="javascript" tag="dev">dev()</script>
        """
            .formatted(version));
  }

  private Object where() throws Exception {
    return get(
        caller.function(WORKSPACE + "/file-of-tests", "services.file-of-tests.where").call());
  }

  @Test
  void filePluginWaitsForItsRuntimeAndMovesToAnotherOne() throws Exception {
    PluginStatus status = install(file("1.0.0"));
    assertEquals(PluginState.WAITING, status.state());
    assertTrue(status.cause().contains("'test-type'"), status.cause());
    assertEquals(List.of("network:example.org"), status.permissions());
    assertEquals("stable", status.tag());
    TestRuntime first = new TestRuntime("first");
    ServiceRegistration<PluginRuntime> registration = first.register();
    await(FILE, each -> each.state() == PluginState.ACTIVE);
    assertEquals("first", where());
    PluginContext plugin = first.started.get(FILE);
    assertEquals("1,2", plugin.descriptor().attachment("data").orElseThrow());
    assertTrue(plugin.permissions().allowsHost("example.org"));
    assertEquals(WORKSPACE + "/file-of-tests", plugin.peer().orElseThrow().address());
    get(plugin.settings().set("key", List.of(1, "two")));
    TestRuntime second = new TestRuntime("second");
    ServiceRegistration<PluginRuntime> other = second.register();
    assertEquals("first", where());
    registration.unregister();
    assertEquals("second", where());
    assertEquals(List.of("File of Tests"), first.stopped);
    assertEquals(List.of(1, "two"), second.started.get(FILE).settings().get("key").orElseThrow());
    second.started.get(FILE).failed("it fell over: start it again");
    await(FILE, each -> each.state() == PluginState.FAILED);
    assertEquals("it fell over: start it again", plugins.plugin(FILE).orElseThrow().cause());
    assertEquals(PluginState.ACTIVE, get(plugins.start(FILE)).state());
    other.unregister();
    assertEquals(PluginState.WAITING, plugins.plugin(FILE).orElseThrow().state());
  }

  private CompletableFuture<Object> askWhere() {
    return caller.function(WORKSPACE + "/file-of-tests", "services.file-of-tests.where").call();
  }

  @Test
  void callsWaitWhileTheRuntimeOfTheirPluginIsAway() throws Exception {
    ServiceRegistration<PluginRuntime> first = new TestRuntime("first").register();
    install(file("1.0.0"));
    assertEquals("first", where());
    first.unregister();
    assertEquals(PluginState.WAITING, plugins.plugin(FILE).orElseThrow().state());
    List<CompletableFuture<Object>> early = List.of(askWhere(), askWhere(), askWhere());
    ServiceRegistration<PluginRuntime> second = new TestRuntime("second").register();
    for (CompletableFuture<Object> each : early) {
      assertEquals("second", get(each));
    }
    assertEquals(PluginState.ACTIVE, plugins.plugin(FILE).orElseThrow().state());
    second.unregister();
    CompletableFuture<Object> late = askWhere();
    get(plugins.stop(FILE));
    ExecutionException refusal = assertThrows(ExecutionException.class, () -> get(late));
    String message = refusal.getCause().getMessage();
    assertTrue(message.contains("The plugin 'File of Tests' cannot be called"), message);
    await(
        () ->
            hub.services(USER, WORKSPACE).stream()
                .noneMatch(service -> service.id().endsWith(":file-of-tests")));
  }

  @Test
  void pluginIsStoppedOnlyWhenItsCallsHaveEnded() throws Exception {
    TestRuntime runtime = new TestRuntime("here");
    ServiceRegistration<PluginRuntime> registration = runtime.register();
    install(file("1.0.0"));
    CompletableFuture<Object> inFlight =
        caller.function(WORKSPACE + "/file-of-tests", "services.file-of-tests.hold").call();
    runtime.asked.get(20, TimeUnit.SECONDS);
    CompletionStage<PluginStatus> stop = plugins.stop(FILE);
    await(
        () ->
            hub.services(USER, WORKSPACE).stream()
                .noneMatch(service -> service.id().endsWith(":file-of-tests")));
    assertEquals(List.of(), runtime.stopped, "it has a call in flight");
    runtime.release.complete("now");
    assertEquals("now", inFlight.get(20, TimeUnit.SECONDS));
    get(stop);
    get(plugins.remove(FILE));
    assertEquals(List.of("File of Tests"), runtime.stopped);
    registration.unregister();
  }

  @Test
  void collectionIsThereWhenAllThatItDependsOnAre() throws Exception {
    String collection =
        """
        <config lang="json">
        {"name": "Collection of Tests", "type": "collection", "dependencies": ["%s"]}
        </config>
        """
            .formatted(file("1.0.0").toUri());
    Path written = Files.writeString(folder.resolve("Collection of Tests.imjoy.html"), collection);
    PluginStatus waiting = install(written);
    assertEquals(PluginState.WAITING, waiting.state());
    assertTrue(waiting.cause().contains("File of Tests"), waiting.cause());
    ServiceRegistration<PluginRuntime> runtime = new TestRuntime("here").register();
    await(waiting.id(), each -> each.state() == PluginState.ACTIVE);
    assertEquals("here", where());
    get(plugins.remove(waiting.id()));
    runtime.unregister();
  }

  private String health() throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(listener.uri().orElseThrow().resolve("/health")).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Test
  void healthNamesPluginsThatHaveFailedAndNotWhy() throws Exception {
    TestRuntime runtime = new TestRuntime("weak");
    ServiceRegistration<PluginRuntime> registration = runtime.register();
    install(file("1.0.0"));
    String name = "\"name\":\"" + FILE.workspace() + "/" + FILE.name() + "\"";
    assertFalse(health().contains(name), health());
    runtime.started.get(FILE).failed("it met a secret");
    await(FILE, each -> each.state() == PluginState.FAILED);
    String failed = health();
    assertTrue(failed.contains("\"status\":\"DEGRADED\""), failed);
    assertTrue(failed.contains(name), failed);
    assertFalse(failed.contains("secret"), failed);
    get(plugins.start(FILE));
    assertFalse(health().contains(name), health());
    get(plugins.remove(FILE));
    registration.unregister();
  }

  @Test
  void anyHostInstallsAPluginFileByItsUrl() throws Exception {
    ServiceRegistration<PluginRuntime> runtime = new TestRuntime("url").register();
    Bundle bundle = context.installBundle("imjoy:" + file("2.0.0").toUri());
    bundle.start();
    PluginId id = new PluginId("public", "File of Tests");
    assertEquals("2.0.0", await(id, each -> each.state() == PluginState.ACTIVE).version());
    bundle.uninstall();
    assertTrue(plugins.plugin(id).isEmpty(), "it goes with its bundle");
    runtime.unregister();
  }

  @Test
  void instancesLiveBesideEachOther() throws Exception {
    ServiceRegistration<PluginRuntime> runtime = new TestRuntime("here").register();
    String text = Files.readString(file("1.0.0"));
    for (String name : List.of("one", "two")) {
      PluginStatus status =
          get(
              plugins.install(
                  new InstallRequest(text, "dev", WORKSPACE, List.of(), null, true, false, name)));
      assertEquals(new PluginId(WORKSPACE, name), status.id());
      assertEquals("default", status.serviceId());
      assertEquals(
          "here", get(caller.function(WORKSPACE + "/" + name, "services.default.where").call()));
    }
    get(plugins.remove(new PluginId(WORKSPACE, "one")));
    assertEquals("here", get(caller.function(WORKSPACE + "/two", "services.default.where").call()));
    get(plugins.remove(new PluginId(WORKSPACE, "two")));
    runtime.unregister();
  }
}
