package io.mycel.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.runtime.text.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The commands for plugins and a server, as processes of their own. */
class PluginIT extends PluginCommands {
  private static final String BLUR =
      """
      <config lang="json">
      {"name": "Blur", "type": "quantum", "version": "%s", "description": "Waits."}
      </config>
      <script lang="javascript">api.export({});</script>
      <docs lang="markdown">Waits for a runtime that nobody has.</docs>
      """;

  private String greeting() throws Exception {
    String service = "/public/services/" + listed("Greeter").get("service_id");
    HttpResponse<String> answer = post(service + "/greet", "{\"name\": \"Ada\"}");
    assertEquals(200, answer.statusCode(), answer::body);
    return (String) Json.read(answer.body());
  }

  @Test
  void javaPluginIsInstalledCalledUpdatedRolledBackAndRemoved() throws Exception {
    start();
    Path jar = JavaPluginJar.write(directory.resolve("greeter.jar"), "1.0.0", "Hello");
    Said plan = good("install", jar.toString(), "--dry-run");
    assertTrue(plan.out().get(0).startsWith("install Greeter 1.0.0"), plan::toString);
    assertEquals(Map.of(), listed("Greeter"));
    Said unasked = plugin("install", jar.toString());
    assertEquals(2, unasked.code(), unasked::toString);
    assertTrue(unasked.err().get(0).contains("add --yes"), unasked::toString);

    Said installed = good("install", jar.toString(), "--yes");
    assertEquals(List.of("Greeter 1.0.0: active"), installed.out());
    Map<String, Object> status = listed("Greeter");
    assertEquals("java", status.get("type"));
    assertEquals("active", status.get("state"));
    assertEquals("", status.get("cause"));
    assertEquals("Hello Ada", greeting());
    assertEquals(
        List.of("{", "  \"a\" : 1", "}"), good("run", "Greeter", "--data={\"a\": 1}").out());

    JavaPluginJar.write(jar, "1.1.0", "Good day,");
    good("update", "Greeter");
    assertEquals("1.1.0", listed("Greeter").get("version"));
    assertEquals("Good day, Ada", greeting());
    good("rollback");
    assertEquals("1.0.0", listed("Greeter").get("version"));
    assertEquals("Hello Ada", greeting());
    assertTrue(good("history").out().size() >= 4);

    good("stop", "Greeter");
    assertEquals("installed", listed("Greeter").get("state"));
    good("start", "Greeter");
    assertEquals("Hello Ada", greeting());
    Said mistyped = plugin("remove", "Greter");
    assertEquals(2, mistyped.code());
    assertTrue(mistyped.err().get(0).contains("did you mean 'Greeter'?"), mistyped::toString);
    good("remove", "Greeter");
    assertEquals(Map.of(), listed("Greeter"));
  }

  @Test
  void javaPluginIsFoundInARepositoryByItsName() throws Exception {
    Path repository = Files.createDirectories(directory.resolve("repository"));
    Path bundles = Files.createDirectory(repository.resolve("bundles"));
    JavaPluginJar.write(bundles.resolve("greeter.jar"), "1.0.0", "Hello");
    assertEquals(0, run(Stream.of("manifest", repository.toString())).code());
    Said valid = run(Stream.of("validate", repository.toString()));
    assertEquals(0, valid.code(), valid::toString);
    start("--repository", repository.toString());

    List<String> found = good("search", "greet").out();
    assertEquals(2, found.size(), found::toString);
    assertTrue(found.get(1).matches("Greeter +1\\.0\\.0 +java .*"), found::toString);
    assertEquals(List.of("Greeter 1.0.0: active"), good("install", "Greeter", "--yes").out());
    assertEquals("Hello Ada", greeting());

    JavaPluginJar.write(bundles.resolve("greeter.jar"), "1.1.0", "Good day,");
    assertEquals(0, run(Stream.of("manifest", repository.toString())).code());
    good("repository", "refresh");
    assertEquals(List.of("'Greeter' 1.0.0 -> 1.1.0"), good("update").out());
    assertEquals("Good day, Ada", greeting());
  }

  @Test
  void pluginWithoutARuntimeWaitsAndSaysSo() throws Exception {
    start();
    Path file = Files.writeString(directory.resolve("Blur.imjoy.html"), BLUR.formatted("0.1.0"));
    Said installed = good("install", file.toString(), "--yes");
    assertTrue(installed.out().get(0).startsWith("Blur 0.1.0: waiting: "), installed::toString);
    Map<String, Object> status = listed("Blur");
    assertEquals("waiting", status.get("state"));
    assertTrue(status.get("cause").toString().contains("quantum"), status::toString);
    assertTrue(good("list").out().get(1).startsWith("Blur  0.1.0"));

    Files.writeString(file, BLUR.formatted("0.2.0"));
    assertTrue(
        good("install", file.toString(), "--yes").out().get(0).startsWith("Blur 0.2.0: waiting: "));
    assertEquals("0.2.0", listed("Blur").get("version"));
    assertEquals(List.of("Blur is removed"), good("remove", "Blur").out());
  }

  @Test
  void onlyWhatWasShownIsInstalled() throws Exception {
    start();
    Path file = Files.writeString(directory.resolve("Blur.imjoy.html"), BLUR.formatted("0.1.0"));
    String token = "Bearer " + Files.readString(data.resolve("connection-token")).strip();
    String service = "/public/services/plugin-manager/";
    String wish = "{\"source\": \"" + file + "\", \"yes\": true, \"sha256\": \"%s\"}";
    HttpResponse<String> shown =
        post(service + "plan", "{\"source\": \"" + file + "\"}", "authorization", token);
    Object agreed = ((Map<?, ?>) Json.read(shown.body())).get("sha256");
    Files.writeString(file, BLUR.formatted("0.1.0").replace("Waits.", "Spies."));
    HttpResponse<String> changed =
        post(service + "install", wish.formatted(agreed), "authorization", token);
    assertTrue(changed.body().contains("no longer what was shown"), changed::body);
    assertEquals(Map.of(), listed("Blur"));
    Files.writeString(file, BLUR.formatted("0.1.0"));
    HttpResponse<String> same =
        post(service + "install", wish.formatted(agreed), "authorization", token);
    assertEquals(200, same.statusCode(), same::body);
  }

  @Test
  void nobodyManagesPluginsWithoutTheToken() throws Exception {
    start();
    String list = "/public/services/plugin-manager/list";
    HttpResponse<String> anonymous = post(list, "{}");
    assertEquals(403, anonymous.statusCode(), anonymous::body);
    assertTrue(anonymous.body().contains("only administrators manage plugins"), anonymous::body);
    HttpResponse<String> wrong = post(list, "{}", "authorization", "Bearer " + "x".repeat(43));
    assertEquals(401, wrong.statusCode(), wrong::body);
    Path other = Files.createDirectory(directory.resolve("other"));
    Files.writeString(other.resolve("connection-token"), "x".repeat(43));
    Said said = run(Stream.of("list", "--server", url, "--data-dir", other.toString()));
    assertEquals(2, said.code(), said::toString);
    assertTrue(said.err().get(0).contains("refuses the token of " + other), said::toString);
    assertEquals(0, plugin("list").code());
  }

  private HttpResponse<String> ask(String function, String body) throws Exception {
    String token = "Bearer " + Files.readString(data.resolve("connection-token")).strip();
    return post("/public/services/plugin-manager/" + function, body, "authorization", token);
  }

  private void assertRefused(int status, String says, String function, String body)
      throws Exception {
    HttpResponse<String> answer = ask(function, body);
    assertEquals(status, answer.statusCode(), answer::body);
    assertTrue(answer.body().contains(says), answer::body);
  }

  @Test
  void whatIsAskedForWronglyIsToldWithItsRemedyAndIsNoFailureOfTheServer() throws Exception {
    start("--repository=" + Files.createDirectory(directory.resolve("empty")));
    for (String function : List.of("remove", "start", "stop", "update", "pin", "log", "run")) {
      assertRefused(
          404,
          "there is no plugin 'No' in workspace public; see the list of plugins",
          function,
          "{\"name\": \"No\"}");
    }
    assertRefused(400, "say which plugin is meant", "remove", "{}");
    assertRefused(400, "say what is to be installed", "plan", "{}");
    assertRefused(
        404, "o/r is no repository of this server", "remove_repository", "{\"source\": \"o/r\"}");
    assertRefused(400, "names no repository: write", "add_repository", "{\"source\": \"?\"}");
    assertRefused(
        404,
        "there is neither a manifest",
        "add_repository",
        "{\"source\": \"" + directory + "\"}");
    assertRefused(400, "no known repository has", "plan", "{\"source\": \"Nothing Of It\"}");
    assertRefused(
        400, "only https is allowed", "plan", "{\"source\": \"http://a.org/a.imjoy.html\"}");
    assertRefused(
        400,
        "such addresses are refused",
        "plan",
        "{\"source\": \"https://169.254.169.254/a.imjoy.html\"}");
    assertRefused(400, "no such file", "plan", "{\"source\": \"" + directory + "/a.imjoy.html\"}");
    assertRefused(400, "argument source must be a String", "plan", "{\"source\": 7}");
    assertRefused(400, "must be an absolute path", "mirror", "{\"directory\": \"here\"}");
    assertRefused(400, "lock file", "import_lock", "{\"text\": \"nonsense\"}");
    assertRefused(400, "there is nothing to go back to", "rollback", "{\"revision\": 77}");
  }

  @Test
  void manyWhoRefreshAtTheSameTimeDoNotWaitForEachOther() throws Exception {
    start("--repository=" + Files.createDirectory(directory.resolve("empty")));
    String token = "Bearer " + Files.readString(data.resolve("connection-token")).strip();
    HttpRequest refresh =
        HttpRequest.newBuilder(URI.create(url + "/public/services/plugin-manager/refresh"))
            .header("content-type", "application/json")
            .header("authorization", token)
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    HttpClient http = HttpClient.newHttpClient();
    List<CompletableFuture<HttpResponse<String>>> answers =
        Stream.generate(() -> http.sendAsync(refresh, HttpResponse.BodyHandlers.ofString()))
            .limit(40)
            .toList();
    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      assertEquals(200, answer.get(2, TimeUnit.MINUTES).statusCode());
    }
  }

  @Test
  void withoutAServerTheRemedyIsToStartOne() throws Exception {
    start();
    server.terminate();
    server.exitCode();
    Said said = plugin("list");
    assertEquals(2, said.code());
    assertEquals(1, said.err().size(), said::toString);
    assertTrue(said.err().get(0).startsWith("mycel: no Mycel listens at " + url), said::toString);
  }

  @Test
  void toolsNeedNoServer() throws Exception {
    Path file = Files.writeString(directory.resolve("Blur.imjoy.html"), BLUR.formatted("0.1.0"));
    Path bad = Files.writeString(directory.resolve("Bad.imjoy.html"), "nothing");
    Said inspected = run(Stream.of("inspect", file.toString(), bad.toString(), "--json"));
    assertEquals(1, inspected.code(), inspected::toString);
    Map<String, Object> found = inspected.json().get(0);
    assertEquals("Blur", found.get("name"));
    assertEquals("quantum", found.get("type"));
    assertEquals(1, ((List<?>) found.get("scripts")).size());
    assertEquals(List.of(), found.get("errors"));
    assertFalse(((List<?>) inspected.json().get(1).get("errors")).isEmpty());

    Said invalid = run(Stream.of("validate", directory.toString()));
    assertEquals(1, invalid.code(), invalid::toString);
    assertTrue(invalid.out().get(0).contains("Bad.imjoy.html: error: "), invalid::toString);
    Files.delete(bad);
    assertEquals(0, run(Stream.of("validate", directory.toString())).code());
    assertEquals(1, run(Stream.of("validate", "--strict", directory.toString())).code());

    Path key = directory.resolve("publisher.key");
    assertEquals(0, run(Stream.of("key", key.toString())).code());
    Said manifest = run(Stream.of("manifest", directory.toString(), "--sign", key.toString()));
    assertEquals(
        List.of(
            directory.resolve("manifest.imjoy.json").toString(),
            directory.resolve("manifest.imjoy.json.sig").toString()),
        manifest.out());
  }
}
