package io.mycel.bench.row;

import com.fasterxml.jackson.databind.JsonNode;
import io.mycel.bench.load.Json;
import io.mycel.bench.server.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

/** A server that plugins are installed at, over HTTP, from files beside its data. */
final class PluginHost {
  private final ServerProcess server;
  private final String token;

  /** Without an offer of HTTP/2 in each request. */
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  PluginHost(ServerProcess server) throws IOException {
    this.server = server;
    this.token = Files.readString(server.folder().resolve("data/connection-token")).strip();
  }

  /** Installs a plugin that does nothing; done when it is there. */
  void install(String plugin) throws IOException, InterruptedException {
    Path file =
        Files.writeString(
            server.folder().resolve(plugin + ".imjoy.html"),
            """
            <docs lang="markdown">%s</docs>
            <config lang="json">{"name": "%s", "type": "collection", "version": "0.1.0"}</config>
            """
                .formatted("It does nothing. ".repeat(200), plugin));
    install(file);
  }

  /**
   * Installs a file, or updates the plugin that came from it.
   *
   * @return what the server says of it, as JSON
   */
  String install(Path file) throws IOException, InterruptedException {
    return install(file, "");
  }

  /**
   * Installs a plugin of one script, or updates it; done when it runs, in the server's own process.
   *
   * @return its status
   */
  JsonNode installScript(Path file) throws IOException, InterruptedException {
    JsonNode status = Json.read(install(file, ", \"isolation\": \"in-jvm\""));
    if (!"active".equals(status.path("state").asText())) {
      throw new IOException("the plugin " + file + " does not run: " + status);
    }
    return status;
  }

  /** A plugin of one script, as a file beside the server's data. */
  Path script(String plugin, String version, String script) throws IOException {
    return Files.writeString(
        server.folder().resolve(plugin + ".imjoy.html"),
        """
        <docs lang="markdown">It is measured.</docs>
        <config lang="json">{"name": "%s", "type": "web-worker", "version": "%s"}</config>
        <script lang="javascript">
        %s
        </script>
        """
            .formatted(plugin, version, script));
  }

  private String install(Path file, String more) throws IOException, InterruptedException {
    return manager("install", "{\"source\": \"%s\", \"yes\": true%s}".formatted(file, more));
  }

  /** Removes a plugin; done when it is gone. */
  void remove(String plugin) throws IOException, InterruptedException {
    manager("remove", "{\"name\": \"%s\"}".formatted(plugin));
  }

  private String manager(String function, String arguments)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            request("/public/services/plugin-manager/" + function)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(arguments))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(function + " " + arguments + " failed: " + response.body());
    }
    return response.body();
  }

  /** How many plugins run. */
  int active() throws IOException, InterruptedException {
    return (int) metric("mycel_plugins{state=\"active\"}");
  }

  /**
   * How long the server has taken to install bundles, from the requests until they were resolved.
   *
   * @return seconds, in sum
   */
  double installSeconds() throws IOException, InterruptedException {
    return metric("mycel_plugin_bundles_installed_seconds_total");
  }

  private double metric(String name) throws IOException, InterruptedException {
    String figures =
        http.send(request("/metrics").build(), HttpResponse.BodyHandlers.ofString()).body();
    return figures
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
        .findFirst()
        .orElseThrow(() -> new IOException("the server has no metric " + name));
  }

  private HttpRequest.Builder request(String path) {
    URI uri = server.url().resolve(path);
    return HttpRequest.newBuilder(uri).header("authorization", "Bearer " + token);
  }
}
