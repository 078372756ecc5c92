package io.mycel.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.runtime.text.Json;
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
