package io.mycel.apps.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.hub.ClientInfo;
import io.mycel.api.hub.Generation;
import io.mycel.api.hub.HubAdministration;
import io.mycel.api.hub.HubException;
import io.mycel.api.hub.Permission;
import io.mycel.api.hub.User;
import io.mycel.api.hub.WorkspaceInfo;
import io.mycel.api.plugin.PluginState;
import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.plugins.internal.file.ParserComponent;
import java.lang.annotation.Annotation;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service for server apps, from installing to stopping. */
class AppsTest {
  static final String PLUGIN =
      "<config lang=\"json\">{\"name\": \"Adder\", \"type\": \"web-worker\", \"version\": \"0.2.0\"}"
          + "</config>\n<script lang=\"javascript\">api.export({})</script>\n";
  private static final String WINDOW = PLUGIN.replace("web-worker", "window");

  @TempDir Path folder;

  private final FakePlugins plugins = new FakePlugins();
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final List<ClientInfo> clients = new ArrayList<>();
  private AppCatalog catalog;
  private AppsService service;
  private Sessions sessions;

  private record Config(
      boolean enabled,
      String dataDir,
      boolean allowAnonymous,
      int maxAppsPerWorkspace,
      int maxSourceChars,
      int maxSessionsPerWorkspace,
      int startTimeoutSeconds,
      int stopAfterInactiveSeconds)
      implements AppsConfig {
    @Override
    public Class<? extends Annotation> annotationType() {
      return AppsConfig.class;
    }
  }

  @BeforeEach
  void open() throws Exception {
    open(false);
  }

  private void open(boolean allowAnonymous) throws Exception {
    InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(1000));
    Config config = new Config(true, "", allowAnonymous, 3, 2000, 2, 10, 0);
    sessions = new Sessions(plugins, plugins::services, timer, clock, 2);
    catalog = new AppCatalog(new AppStore(folder, 3), sessions, new ClientIds(), config);
    Installer installer = new Installer(catalog, plugins, new ParserComponent(), clock, 2000);
    service = new AppsService(catalog, installer, new SessionLogs(plugins));
  }

  @AfterEach
  void close() {
    timer.shutdownNow();
  }

  private static Call.Context context(boolean anonymous, String permission) {
    Map<String, Object> scope = Map.of("workspaces", Map.of("lab", permission));
    return new Call.Context(
        "lab/me",
        "public/server-apps",
        "lab",
        Map.of("id", "ada", "is_anonymous", anonymous, "scope", scope),
        Map.of());
  }

  private Object call(
      Call.Context context, String function, List<Object> args, Map<String, Object> kwargs)
      throws Exception {
    Object result =
        ((RpcFunction) service.service().members().get(function))
            .call(new Call(args, kwargs, context));
    try {
      return result instanceof CompletionStage<?> stage
          ? stage.toCompletableFuture().get(20, TimeUnit.SECONDS)
          : result;
    } catch (ExecutionException e) {
      throw (Exception) e.getCause();
    }
  }

  private Map<?, ?> ask(String function, Map<String, Object> kwargs, Object... args)
      throws Exception {
    return (Map<?, ?>) call(context(false, "rw"), function, List.of(args), kwargs);
  }

  private String refusal(String function, Map<String, Object> kwargs, Object... args) {
    return assertThrows(Exception.class, () -> ask(function, kwargs, args)).getMessage();
  }

  private List<?> list(String function) throws Exception {
    return (List<?>) call(context(false, "r"), function, List.of(), Map.of());
  }

  @Test
  void appIsInstalledStartedListedAndStopped() throws Exception {
    Map<?, ?> app = ask("install", Map.of("source", PLUGIN));
    assertEquals("Adder", app.get("name"));
    assertEquals(1, list("list_apps").size());
    Map<?, ?> session = ask("start", Map.of(), app.get("id"));
    assertTrue(String.valueOf(session.get("id")).startsWith("lab/_rapp_"), session::toString);
    assertEquals(List.of(session.get("id") + ":default"), session.get("services"));
    assertEquals(1, list("list_running").size());
    ask("stop", Map.of(), session.get("id"));
    assertEquals(List.of(), list("list_running"));
    assertEquals(List.of(), plugins.plugins());
    assertEquals(
        "Server app instance not found: " + session.get("id"),
        refusal("stop", Map.of(), session.get("id")));
    ask("stop", Map.of("raise_exception", false), session.get("id"));
  }

  @Test
  void launchOfHypha15TakesTheClientIdAndTheTimeOutInPlace() throws Exception {
    Map<?, ?> session = ask("launch", Map.of(), PLUGIN, 30);
    assertEquals("Adder", session.get("name"));
    Map<?, ?> second = ask("start", Map.of(), "lab/" + session.get("app_id"), "my-client");
    assertEquals("lab/my-client", second.get("id"));
    ask("stop", Map.of(), "my-client");
    assertEquals(1, list("list_running").size());
  }

  @Test
  void scriptWithAManifestBecomesAPlugin() throws Exception {
    Map<?, ?> app =
        ask(
            "install",
            Map.of(
                "source", "api.export({run(){ return '</config>' }})",
                "manifest", Map.of("type", "web-worker", "name", "<b>Mine<b>", "version", "2"),
                "app_id", "mine"));
    assertEquals("mine", app.get("id"));
    assertEquals("<b>Mine<b>", app.get("name"));
    assertTrue(
        refusal("install", Map.of("source", "1", "app_id", "mine")).contains("overwrite=True"));
    ask("install", Map.of("source", "1", "app_id", "mine", "overwrite", true));
  }

  @Test
  void hashIsTheMultihashThatHyphaComputes() throws Exception {
    assertEquals("QmRN6wdp1S2A5EtjW9A3M1vKSBuQQGcgvuhoMUoEz4iiT5", Multihash.of("hello"));
    Map<?, ?> app = ask("install", Map.of("source", PLUGIN));
    assertEquals(Multihash.of(PLUGIN), app.get("source_hash"));
    ask("install", Map.of("source", PLUGIN, "source_hash", Multihash.of(PLUGIN)));
    assertTrue(
        refusal("install", Map.of("source", PLUGIN, "source_hash", Multihash.of("other")))
            .contains("verification failed"));
  }

  @Test
  void typeThatNeedsAWindowSaysSo() throws Exception {
    Map<?, ?> app = ask("install", Map.of("source", WINDOW));
    String refusal = refusal("start", Map.of(), app.get("id"));
    assertTrue(refusal.contains("type window: it waits for a runtime of type window"), refusal);
    assertEquals(List.of(), plugins.plugins());
    assertTrue(
        refusal("install", Map.of("source", "<html><body></body></html>"))
            .contains("there is no browser"));
  }

  @Test
  void startThatWaitsForAServiceInVainSaysWhichThereAre() throws Exception {
    Map<?, ?> app = ask("install", Map.of("source", PLUGIN));
    String refusal =
        refusal("start", Map.of("wait_for_service", "absent", "timeout", 0.2), app.get("id"));
    assertTrue(refusal.contains("'absent'; it has [default]"), refusal);
    assertEquals(List.of(), plugins.plugins());
  }

  @Test
  void installThatIsTriedKeepsNothingThatDoesNotWork() throws Exception {
    Map<?, ?> app = ask("install", Map.of("source", PLUGIN, "wait_for_service", true));
    assertEquals(List.of("default"), app.get("services"));
    assertEquals(List.of(), plugins.plugins());
    plugins.stateOfNew = PluginState.FAILED;
    refusal("install", Map.of("source", PLUGIN + " ", "wait_for_service", "default"));
    assertEquals(1, list("list_apps").size());
  }

  @Test
  void singletonRunsOnce() throws Exception {
    Map<?, ?> app = ask("install", Map.of("source", "1", "config", Map.of("singleton", true)));
    Object first = ask("start", Map.of(), app.get("id")).get("id");
    assertEquals(first, ask("start", Map.of(), app.get("id")).get("id"));
    Map<?, ?> plain = ask("install", Map.of("source", "2"));
    Object other = ask("start", Map.of(), plain.get("id")).get("id");
    assertNotEquals(first, other);
  }

  @Test
  void appsOutliveARestartAndSessionsTheReplacementOfTheBundle() throws Exception {
    Map<?, ?> app = ask("install", Map.of("source", PLUGIN));
    ask("start", Map.of(), app.get("id"), "stays");
    List<Session> before = sessions.running();
    open(false);
    assertEquals(1, list("list_apps").size());
    sessions.adopt(before);
    assertEquals(1, list("list_running").size());
    plugins.remove(before.get(0).plugin());
    open(false);
    sessions.adopt(before);
    assertEquals(List.of(), list("list_running"));
  }

  @Test
  void anonymousUsersAndThoseWithoutPermissionAreRefused() throws Exception {
    Map<String, Object> source = Map.of("source", PLUGIN);
    String anonymous =
        assertThrows(
                AppException.class, () -> call(context(true, "a"), "install", List.of(), source))
            .getMessage();
    assertTrue(anonymous.contains("User must be authenticated"), anonymous);
    String reader =
        assertThrows(
                AppException.class, () -> call(context(false, "r"), "install", List.of(), source))
            .getMessage();
    assertTrue(reader.contains("Permission denied"), reader);
    assertTrue(refusal("list_apps", Map.of("workspace", "other")).contains("Permission denied"));
    assertTrue(refusal("stop", Map.of(), "other/client").contains("Permission denied"));
    assertTrue(refusal("get_logs", Map.of(), "other/client").contains("Permission denied"));
    open(true);
    call(context(true, "a"), "install", List.of(), source);
  }

  @Test
  void logsComeInTheFormsOfBothReleases() throws Exception {
    Object id = ask("launch", Map.of(), PLUGIN).get("id");
    assertEquals(
        Map.of("log", List.of("first", "second"), "error", List.of("broken")),
        ask("get_log", Map.of(), id));
    assertEquals(
        List.of("second"),
        call(
            context(false, "rw"),
            "get_log",
            List.of(id),
            Map.of("type", "log", "offset", 1, "limit", 1)));
    Map<?, ?> page = ask("get_logs", Map.of("limit", 2), id);
    assertEquals(3, page.get("total"));
    assertEquals(2, ((List<?>) page.get("items")).size());
  }

  @Test
  void limitsAreNamedWithTheirRemedies() throws Exception {
    for (int i = 0; i < 3; i++) {
      ask("install", Map.of("source", String.valueOf(i)));
    }
    assertTrue(refusal("install", Map.of("source", "4")).contains("maxAppsPerWorkspace"));
    assertTrue(refusal("install", Map.of("source", "x".repeat(2001))).contains("maxSourceChars"));
    Object id = ask("install", Map.of("source", "0")).get("id");
    ask("start", Map.of(), id);
    ask("start", Map.of(), id);
    assertTrue(refusal("start", Map.of(), id).contains("maxSessionsPerWorkspace"));
  }

  @Test
  void attachmentsBecomeBlocksOfTheFile() throws Exception {
    Map<String, Object> notes = Map.of("name", "notes.txt", "source", "some text");
    Object id = ask("install", Map.of("source", PLUGIN, "attachments", List.of(notes))).get("id");
    String source = catalog.store().source(catalog.app("lab", String.valueOf(id)));
    assertEquals(
        "some text",
        new ParserComponent().parse("x", source, null).attachment("notes.txt").orElseThrow());
    Map<String, Object> wrong = Map.of("name", "a\"b", "content", "x");
    assertTrue(
        refusal("install", Map.of("source", PLUGIN, "files", List.of(wrong)))
            .contains("no quotes"));
  }

  @Test
  void sourceFromAUrlIsFetchedOnce() throws Exception {
    Map<?, ?> app = ask("install", Map.of("source", "https://plugins.example/Adder.imjoy.html"));
    assertEquals("Adder", app.get("name"));
    assertTrue(
        refusal("install", Map.of("source", "https://absent.example/x.imjoy.html"))
            .contains("there is no"));
  }

  @Test
  void serviceOfAnAppIsFoundStartedOrRefused() throws Exception {
    plugins.servicesOfNew = List.of("default", "echo");
    Map<?, ?> app = ask("install", Map.of("source", PLUGIN));
    User user =
        new User("ada", List.of(), false, null, null, Map.of("lab", Permission.READ_WRITE), null);
    AppLauncher launcher = new AppLauncher(catalog);
    String id = String.valueOf(app.get("id"));
    String first = get(launcher.launch(user, "lab", id, "echo"));
    assertEquals(first, get(launcher.launch(user, "lab", "Adder", "echo")));
    assertEquals(first, get(launcher.launch(user, "lab", null, "echo")));
    Throwable refusal =
        assertThrows(
                ExecutionException.class, () -> get(launcher.launch(user, "lab", "absent", "echo")))
            .getCause();
    assertEquals(HubException.Kind.NOT_FOUND, ((HubException) refusal).kind());
  }

  private static String get(CompletionStage<String> stage) throws Exception {
    return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static ClientInfo client(String workspace, String id) {
    User user = new User("x", List.of(), true, null, null, Map.of(), null);
    return new ClientInfo(
        workspace, id, Generation.B, user, true, "local", Instant.EPOCH, 0, List.of());
  }

  private Housekeeping housekeeping() {
    HubAdministration hub =
        new HubAdministration() {
          @Override
          public List<ClientInfo> clients() {
            return clients;
          }

          @Override
          public List<WorkspaceInfo> workspaces() {
            return List.of();
          }
        };
    return new Housekeeping(sessions, () -> hub);
  }

  @Test
  void sessionThatNobodyCallsEnds() throws Exception {
    Object id = ask("launch", Map.of("stop_after_inactive", 3), PLUGIN).get("id");
    clients.add(client("lab", "me"));
    Housekeeping housekeeping = housekeeping();
    plugins.idleMillis = 2900;
    housekeeping.run();
    assertEquals(1, list("list_running").size());
    plugins.idleMillis = 3100;
    housekeeping.run();
    assertEquals(List.of(), list("list_running"));
    assertTrue(refusal("get_session_info", Map.of(), id).contains("not found"));
  }

  @Test
  void sessionEndsWhenAllOthersHaveLeftAndADaemonDoesNot() throws Exception {
    ask("launch", Map.of(), PLUGIN);
    ask("launch", Map.of("config", Map.of("daemon", true)), "1");
    Housekeeping housekeeping = housekeeping();
    clients.add(client("lab", "me"));
    housekeeping.run();
    clients.clear();
    housekeeping.run();
    assertEquals(2, list("list_running").size());
    clients.add(client("lab", "me"));
    housekeeping.run();
    clients.clear();
    housekeeping.run();
    housekeeping.run();
    assertEquals(1, list("list_running").size());
    assertTrue(sessions.running().get(0).app().daemon());
  }

  @Test
  void sessionWhosePluginHasFailedIsForgotten() throws Exception {
    Object id = ask("launch", Map.of(), PLUGIN).get("id");
    clients.add(client("lab", "me"));
    plugins.fail(String.valueOf(id), "it used too much memory");
    housekeeping().run();
    assertEquals(List.of(), list("list_running"));
  }
}
