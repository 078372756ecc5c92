package io.mycel.plugins.internal.manage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.plugins.internal.life.Life;
import io.mycel.plugins.internal.life.LifeLimits;
import io.mycel.plugins.internal.store.ContentStore;
import io.mycel.plugins.internal.store.ProfileStore;
import io.mycel.plugins.internal.store.SetUps;
import io.mycel.plugins.internal.store.SettingsStore;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.felix.framework.Felix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/** The manager as clients see it, in a framework without a hub. */
class ManagerTest {
  private static final Map<String, Object> ADMINISTRATOR =
      Map.of("id", "root", "roles", List.of("admin"));

  @TempDir Path folder;
  private Felix felix;
  private Life life;
  private Queue queue;
  private World world;
  private Sourcing sourcing;
  private Map<String, Object> functions;

  @BeforeEach
  void start() throws Exception {
    felix =
        new Felix(
            Map.of(
                Constants.FRAMEWORK_STORAGE,
                folder.resolve("cache").toString(),
                Constants.FRAMEWORK_SYSTEMCAPABILITIES_EXTRA,
                "osgi.extender;osgi.extender=mycel.plugin;version:Version=1.0.0"));
    felix.start();
    BundleContext context = felix.getBundleContext();
    InstantSource clock = InstantSource.system();
    queue = new Queue(100);
    SettingsStore settings = new SettingsStore(folder.resolve("settings"), 1000, Runnable::run);
    SetUps setUps = new SetUps(folder.resolve("set-up"));
    world = new World(context, settings, new WorkspaceFolders(Optional.empty()), setUps);
    life = new Life(context, world, LifeLimits.STANDARD, clock);
    FrameworkBundles bundles = new FrameworkBundles(context);
    ContentStore contents = new ContentStore(folder.resolve("content"));
    PluginSet set =
        new PluginSet(
            new ProfileStore(folder.resolve("profile"), clock, 10),
            contents,
            bundles,
            new Transaction(life, bundles, contents, setUps, plugin -> null, 60, Runnable::run));
    sourcing =
        new Sourcing(
            config(), folder, contents, clock, context, Runnable::run, Set.of(), killed -> {});
    Manager manager = new Manager(life, sourcing.planner(), set, settings, queue, new Problems());
    world.manager(manager);
    functions =
        new ManagerService(new ManagerFunctions(manager, sourcing, queue, world, "public"))
            .service()
            .members();
  }

  private static PluginsConfig config() {
    return (PluginsConfig)
        Proxy.newProxyInstance(
            PluginsConfig.class.getClassLoader(),
            new Class<?>[] {PluginsConfig.class},
            (proxy, method, arguments) ->
                method.getName().equals("repositories") ? new String[0] : method.getDefaultValue());
  }

  @AfterEach
  void stop() throws Exception {
    queue.close(5000);
    life.close();
    sourcing.close();
    world.close();
    felix.stop();
    felix.waitForStop(10_000);
  }

  private Object call(String function, Map<String, Object> user, Map<String, Object> arguments)
      throws Exception {
    Call.Context context =
        new Call.Context("public/caller", "public/plugin-manager", "public", user, Map.of());
    Object answer =
        ((RpcFunction) functions.get(function)).call(new Call(List.of(), arguments, context));
    return answer instanceof CompletionStage<?> stage
        ? stage.toCompletableFuture().get(60, TimeUnit.SECONDS)
        : answer;
  }

  @Test
  void noFunctionObeysAnybodyButAdministrators() throws Exception {
    assertTrue(
        functions
            .keySet()
            .containsAll(
                List.of(
                    "list",
                    "search",
                    "plan",
                    "install",
                    "update",
                    "rollback",
                    "history",
                    "remove",
                    "start",
                    "stop",
                    "pin",
                    "log",
                    "run",
                    "mirror",
                    "lock",
                    "import_lock",
                    "repositories",
                    "add_repository",
                    "remove_repository",
                    "forget_key",
                    "refresh")),
        functions::toString);
    List<Map<String, Object>> others =
        List.of(
            Map.of(),
            Map.of("roles", List.of()),
            Map.of("roles", "admin"),
            Map.of("roles", List.of("administrator")),
            Map.of("id", "admin", "is_admin", true, "roles", List.of("user")));
    for (String function : functions.keySet()) {
      for (Map<String, Object> user : others) {
        RpcException refusal =
            assertThrows(
                RpcException.class, () -> call(function, user, Map.of()), function + " " + user);
        assertEquals(RpcException.Kind.PERMISSION, refusal.kind(), function);
        assertTrue(refusal.getMessage().contains("the connection token"), refusal.getMessage());
      }
    }
    assertEquals(List.of(), call("list", ADMINISTRATOR, Map.of()));
  }

  private static String plugin(String name) {
    return "<config>{\"name\": \"%s\", \"type\": \"quantum\"}</config>".formatted(name);
  }

  private Map<?, ?> install(String name, String workspace) throws Exception {
    return assertInstanceOf(
        Map.class,
        call(
            "install",
            ADMINISTRATOR,
            Map.of("source", plugin(name), "workspace", workspace, "yes", true)));
  }

  private String refusal(String name, String workspace) {
    return assertThrows(ExecutionException.class, () -> install(name, workspace))
        .getCause()
        .getMessage();
  }

  @Test
  void pluginsThatWouldBeOneClientAreRefused() throws Exception {
    assertEquals("blur-it", install("Blur it", "public").get("client_id"));
    String refusal = refusal("blur (IT)", "public");
    assertTrue(
        refusal.contains(
            "the plugins 'Blur it' and 'blur (IT)' would both be the client 'blur-it' of workspace"
                + " public"),
        refusal);
    assertEquals(1, ((List<?>) call("list", ADMINISTRATOR, Map.of())).size());
    assertEquals("blur-it", install("blur (IT)", "elsewhere").get("client_id"));
    assertTrue(refusal("!?", "public").contains("has no letter and no digit"));
  }

  @Test
  void htmlInANameIsAText() throws Exception {
    String name = "<img src=x onerror=alert(1)>";
    Map<?, ?> status = install(name, "public");
    assertEquals(name, status.get("name"));
    assertEquals("img-src-x-onerror-alert-1", status.get("client_id"));
  }
}
