package io.mycel.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.runtime.text.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server, and commands that speak to it, each a process of its own. */
abstract class PluginCommands {
  @TempDir Path directory;

  MycelProcess server;
  String url;

  /** The data directory of the server that is started next, and that commands name. */
  Path data;

  @BeforeEach
  void dataDirectory() {
    data = directory.resolve("data");
  }

  /** What a command said. */
  record Said(int code, List<String> out, List<String> err) {
    @SuppressWarnings("unchecked")
    List<Map<String, Object>> json() {
      return (List<Map<String, Object>>) Json.read(String.join("\n", out));
    }
  }

  void start(String... more) throws Exception {
    String[] words =
        Stream.concat(
                Stream.of("serve", "--port=0", "--data-dir", data.toString()), Stream.of(more))
            .toArray(String[]::new);
    server = MycelProcess.ofJar(MycelProcess.jar(), words);
    String line = String.valueOf(server.line());
    assertTrue(line.contains(" listening at "), line);
    url = line.substring(line.lastIndexOf(' ') + 1);
    assertTrue(String.valueOf(server.line()).startsWith("Connection token: "));
  }

  @AfterEach
  void kill() {
    if (server != null) {
      server.close();
    }
  }

  void stop() throws Exception {
    server.terminate();
    server.exitCode();
  }

  /** {@code mycel plugin …} for this server. */
  Said plugin(String... words) throws Exception {
    return run(
        Stream.concat(Stream.of(words), Stream.of("--server", url, "--data-dir", data.toString())));
  }

  static Said run(Stream<String> words) throws Exception {
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

  Said good(String... words) throws Exception {
    Said said = plugin(words);
    assertEquals(0, said.code(), said::toString);
    return said;
  }

  Map<String, Object> listed(String name) throws Exception {
    return good("list", "--json").json().stream()
        .filter(plugin -> name.equals(plugin.get("name")))
        .findFirst()
        .orElse(Map.of());
  }

  HttpResponse<String> post(String path, String body, String... headers)
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
}
