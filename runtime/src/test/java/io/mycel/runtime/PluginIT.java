package io.mycel.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.runtime.text.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands for plugins and a server, as processes of their own. */
class PluginIT {
  private static final String BLUR =
      """
      <config lang="json">
      {"name": "Blur", "type": "quantum", "version": "%s", "description": "Waits."}
      </config>
      <script lang="javascript">api.export({});</script>
      <docs lang="markdown">Waits for a runtime that nobody has.</docs>
      """;

  @TempDir Path directory;

  private MycelProcess server;
  private String url;

  /** What a command said. */
  private record Said(int code, List<String> out, List<String> err) {
    @SuppressWarnings("unchecked")
    List<Map<String, Object>> json() {
      return (List<Map<String, Object>>) Json.read(String.join("\n", out));
    }
  }

  private void start(String... more) throws Exception {
    String[] words =
        Stream.concat(
                Stream.of("serve", "--port=0", "--data-dir", directory.resolve("data").toString()),
                Stream.of(more))
            .toArray(String[]::new);
    server = MycelProcess.ofJar(MycelProcess.jar(), words);
    String line = String.valueOf(server.line());
    assertTrue(line.contains(" listening at "), line);
    url = line.substring(line.lastIndexOf(' ') + 1);
    assertTrue(String.valueOf(server.line()).startsWith("Connection token: "));
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  /** {@code mycel plugin …} for this server. */
  private Said plugin(String... words) throws Exception {
    return run(
        Stream.concat(
            Stream.of(words),
            Stream.of("--server", url, "--data-dir", directory.resolve("data").toString())));
  }

  private static Said run(Stream<String> words) throws Exception {
    String[] all = Stream.concat(Stream.of("plugin"), words).toArray(String[]::new);
    try (MycelProcess mycel = MycelProcess.ofJar(MycelProcess.jar(), all)) {
      List<String> out = new ArrayList<>();
      for (String line = mycel.line(); line != null; line = mycel.line()) {
        out.add(line);
      }
      List<String> err =
          mycel.err().stream().filter(line -> !line.startsWith("WARNING: ")).toList();
      return new Said(mycel.exitCode(), out, err);
    }
  }

  private Said good(String... words) throws Exception {
    Said said = plugin(words);
    assertEquals(0, said.code(), said::toString);
    return said;
  }

  private Map<String, Object> listed(String name) throws Exception {
    return good("list", "--json").json().stream()
        .filter(plugin -> name.equals(plugin.get("name")))
        .findFirst()
        .orElse(Map.of());
  }

  private HttpResponse<String> post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

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
  void pluginWithoutARuntimeWaitsAndSaysSo() throws Exception {
    start();
    Path file = Files.writeString(directory.resolve("Blur.imjoy.html"), BLUR.formatted("0.1.0"));
    Said installed = good("install", file.toString(), "--yes");
    assertTrue(installed.out().get(0).startsWith("Blur 0.1.0: waiting: "), installed::toString);
    Map<String, Object> status = listed("Blur");
    assertEquals("waiting", status.get("state"));
    assertTrue(status.get("cause").toString().contains("quantum"), status::toString);
    assertTrue(good("list").out().get(1).startsWith("Blur  0.1.0"));
  }

  @Test
  void nobodyManagesPluginsWithoutTheToken() throws Exception {
    start();
    String list = "/public/services/plugin-manager/list";
    HttpResponse<String> anonymous = post(list, "{}");
    assertTrue(anonymous.statusCode() >= 400, anonymous::body);
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
