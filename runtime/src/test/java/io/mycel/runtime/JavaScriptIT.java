package io.mycel.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.mycel.runtime.text.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Plugins in JavaScript that mean no good, in a server as users start it. */
class JavaScriptIT extends PluginCommands {
  /** Nothing within a JVM ends {@code attack}: a loop of the engine that never asks whether to. */
  private static final String MAD =
      """
      api.export({
        attack: () => Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1),
        one: () => 1,
      })
      """;

  private static final String TICKING =
      """
      let n = 0;
      api.export({ tick: () => ++n })
      """;

  private static final String CURIOUS =
      """
      const ways = [
        async (file) => (await fetch('file://' + file)).text(),
        async (file) => (await import(file)).default,
        async (file) => (await import('file://' + file)).default,
        async (file) => importScripts('file://' + file),
        async (file) => api.getAttachment(file),
        async (file) => (await fetch(api.config.server_url + '/' + file)).text(),
        async (file) => (await fetch(api.config.server_url + '/connection-token')).text(),
        async () => JSON.stringify([api.config, Object.entries(globalThis), String(await api.getServices())]),
        async () => (await api.getService('plugin-manager')).list(),
      ];
      api.export({
        learn: (file) => Promise.all(ways.map((way) => way(file).then(String, (e) => `refused: ${e} ${e.stack}`))),
      })
      """;

  private static final String READER =
      """
      api.export({
        async read(path) { return (await (await api.getFileManager()).getFile(path)).text() },
      })
      """;

  private Path file(String name, String script, String... permissions) throws Exception {
    String asked = permissions.length == 0 ? "" : "\"" + String.join("\", \"", permissions) + "\"";
    return Files.writeString(
        directory.resolve(name + ".imjoy.html"),
        """
        <config lang="json">
        {"name": "%s", "type": "web-worker", "version": "0.1.0", "description": "Of a test.",
         "permissions": [%s]}
        </config>
        <script lang="javascript">
        %s
        </script>
        """
            .formatted(name, asked, script));
  }

  private void install(String name, String script, String isolation) throws Exception {
    Said installed =
        good("install", file(name, script).toString(), "--yes", "--isolation=" + isolation);
    assertEquals(List.of(name + " 0.1.0: active"), installed.out(), installed::toString);
  }

  private HttpResponse<String> call(String plugin, String function, String arguments)
      throws Exception {
    return post("/public/services/" + plugin + "/" + function, arguments);
  }

  private Object answer(String plugin, String function, String arguments) throws Exception {
    HttpResponse<String> answer = call(plugin, function, arguments);
    assertEquals(200, answer.statusCode(), answer::body);
    return Json.read(answer.body());
  }

  private String health() throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/health")).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  /** Whether {@code /health} names a plugin as a runaway. */
  private boolean isRunaway(String plugin) throws Exception {
    Object problems = ((Map<?, ?>) Json.read(health())).get("problems");
    return ((List<?>) problems)
        .stream()
            .map(Map.class::cast)
            .anyMatch(
                problem ->
                    "runaway".equals(problem.get("kind"))
                        && ("public/" + plugin).equals(problem.get("name")));
  }

  @Test
  void aPluginThatNothingEndsIsCutOffAndNamedUntilTheRestart() throws Exception {
    String[] limits = {
      "--config=io.mycel.js:cpuCallMillis=4000", "--config=io.mycel.js:stopMillis=2000"
    };
    start(limits);
    install("Mad", MAD, "in-jvm");
    install("Ticking", TICKING, "in-jvm");
    assertEquals(1, ((Number) answer("mad", "one", "{}")).intValue());
    assertEquals(1, ((Number) answer("ticking", "tick", "{}")).intValue());
    assertFalse(isRunaway("Mad"), health());

    assertNotEquals(200, call("mad", "attack", "{}").statusCode());
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!isRunaway("Mad")) {
      if (System.nanoTime() > deadline) {
        fail("not named: " + health() + listed("Mad") + good("logs", "Mad").out());
      }
    }
    Map<String, Object> mad = listed("Mad");
    assertEquals("failed", mad.get("state"));
    assertTrue(
        mad.get("cause").toString().contains("processor time of a call: more than 4000 ms"),
        mad::toString);
    assertNotEquals(200, call("mad", "one", "{}").statusCode());
    String log = String.join("\n", good("logs", "Mad").out());
    assertTrue(log.contains("only a restart of the server ends"), log);
    assertEquals(2, ((Number) answer("ticking", "tick", "{}")).intValue());
    assertEquals("active", listed("Ticking").get("state"));
    assertTrue(isRunaway("Mad"), health());

    stop();
    start(limits);
    for (String plugin : List.of("Mad", "Ticking")) {
      awaitActive(plugin);
    }
    assertFalse(isRunaway("Mad"), health());
    assertEquals(1, ((Number) answer("mad", "one", "{}")).intValue());
    assertEquals(1, ((Number) answer("ticking", "tick", "{}")).intValue());
  }

  private void awaitActive(String plugin) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    Map<String, Object> now = listed(plugin);
    while (!"active".equals(now.get("state"))) {
      String last = plugin + " is " + now;
      assertTrue(System.nanoTime() < deadline, last);
      now = listed(plugin);
    }
  }

  @Test
  void aPluginReadsTheFoldersThatItsPermissionsName() throws Exception {
    start();
    Path images = Files.createDirectories(data.resolve("workspaces/public/images"));
    Files.writeString(images.resolve("a.txt"), "an image");
    Files.createSymbolicLink(images.resolve("token"), data.resolve("connection-token"));
    Path file = file("Reader", READER, "files:images");
    String plan = String.join("\n", good("install", file.toString(), "--dry-run").out());
    assertTrue(plan.contains("files:images"), plan);
    for (String isolation : List.of("in-jvm", "process")) {
      good("install", file.toString(), "--yes", "--isolation=" + isolation);
      assertEquals("an image", answer("reader", "read", "{\"path\": \"images/a.txt\"}"));
      for (String path :
          List.of("images/token", "images/../../../connection-token", "connection-token")) {
        HttpResponse<String> refused = call("reader", "read", "{\"path\": \"" + path + "\"}");
        assertTrue(refused.body().contains("Permission denied"), refused::body);
      }
    }
  }

  /** Nothing that a plugin says of itself becomes a page of the server. */
  @Test
  void htmlInNamesAndDocsIsNeverPartOfAPage() throws Exception {
    start();
    String html = "<img src=x onerror=alert(1)>";
    Path file =
        Files.writeString(
            directory.resolve("html.imjoy.html"),
            """
            <config lang="json">
            {"name": "Html %1$s", "type": "web-worker", "version": "0.1.0", "description": "%1$s"}
            </config>
            <script lang="javascript">api.export({ hi: () => '%1$s' })</script>
            <docs lang="markdown">%1$s</docs>
            """
                .formatted(html));
    good("install", file.toString(), "--yes", "--isolation=in-jvm");
    assertEquals("active", listed("Html " + html).get("state"));
    String id = "/public/services/" + listed("Html " + html).get("service_id");
    assertTrue(page("/public/services").body().contains("onerror"), "it is listed");
    for (String path :
        List.of("/", "/health", "/public/services", id, id + "/hi", "/public/services/%3Cimg%3E")) {
      HttpResponse<String> answer = page(path);
      String type = answer.headers().firstValue("content-type").orElse("");
      assertTrue(
          type.startsWith("application/json") || !answer.body().contains("<img"),
          () -> path + " " + type + " " + answer.body());
    }
  }

  /** What a browser gets. */
  private HttpResponse<String> page(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path)).header("accept", "text/html").build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void anAppThatNobodyCallsEnds() throws Exception {
    start("--enable-server-apps");
    String token = "Bearer " + Files.readString(data.resolve("connection-token")).strip();
    String apps = "/public/services/server-apps/";
    String app =
        Json.line(
            Map.of("source", Files.readString(file("Idle", TICKING)), "stop_after_inactive", 2));
    HttpResponse<String> launched = post(apps + "launch", app, "authorization", token);
    assertEquals(200, launched.statusCode(), launched::body);
    String id = (String) ((Map<?, ?>) Json.read(launched.body())).get("id");
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    HttpResponse<String> running = post(apps + "list_running", "{}", "authorization", token);
    while (running.body().contains(id)) {
      String last = running.body();
      assertTrue(System.nanoTime() < deadline, last);
      running = post(apps + "list_running", "{}", "authorization", token);
    }
    assertEquals(200, running.statusCode(), running::body);
    HttpResponse<String> gone =
        post(
            apps + "get_session_info", Json.line(Map.of("session_id", id)), "authorization", token);
    assertNotEquals(200, gone.statusCode(), gone::body);
  }

  @Test
  void theTokenOfTheServerIsOutOfReach() throws Exception {
    start();
    learnsNothing("in-jvm");
    learnsNothing("process");
  }

  private void learnsNothing(String isolation) throws Exception {
    install("Curious", CURIOUS, isolation);
    Path file = data.resolve("connection-token");
    String token = Files.readString(file).strip();
    List<?> told = (List<?>) answer("curious", "learn", "{\"file\": \"" + file + "\"}");
    assertEquals(9, told.size());
    assertFalse(told.toString().contains(token), told::toString);
    for (Object way : told.subList(0, 5)) {
      assertTrue(way.toString().startsWith("refused: "), way::toString);
    }
    assertTrue(
        told.get(8).toString().contains("only administrators manage plugins"), told::toString);
  }
}
