package io.mycel.bench.row;

import io.mycel.bench.server.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Installs plugin files from the disk, one after the other, over HTTP: from the request until the
 * plugin's bundle is resolved and the profile written.
 */
record PluginInstallRow(String name, String title, int plugins, List<Wish> wishes) implements Row {
  private static final int WARM_UP = 20;

  @Override
  public Set<Peer> peers() {
    return Set.of(Peer.MYCEL);
  }

  @Override
  public Sample measure(Target target, Timing timing) throws Exception {
    try (ServerProcess fresh = target.another().get()) {
      String token = Files.readString(fresh.folder().resolve("data/connection-token")).strip();
      URI install = fresh.url().resolve("/public/services/plugin-manager/install");
      HttpClient http = HttpClient.newHttpClient();
      for (int i = 0; i < WARM_UP; i++) {
        install(http, install, token, write(fresh.folder(), "Warm up " + i));
      }
      int count = timing.count(plugins);
      long begun = System.nanoTime();
      for (int i = 0; i < count; i++) {
        install(http, install, token, write(fresh.folder(), "Plugin " + i));
      }
      Map<Figure, Double> figures = new EnumMap<>(Figure.class);
      figures.put(Figure.SECONDS, (System.nanoTime() - begun) / 1e9 / count);
      return new Sample(figures, 0, "");
    }
  }

  private static Path write(Path folder, String plugin) throws IOException {
    return Files.writeString(
        folder.resolve(plugin + ".imjoy.html"),
        """
        <docs lang="markdown">%s</docs>
        <config lang="json">{"name": "%s", "type": "collection", "version": "0.1.0"}</config>
        """
            .formatted("It does nothing. ".repeat(200), plugin));
  }

  private static void install(HttpClient http, URI url, String token, Path file)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(url)
                .header("authorization", "Bearer " + token)
                .header("content-type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"source\": \"%s\", \"yes\": true}".formatted(file)))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException("the plugin " + file + " was not installed: " + response.body());
    }
  }
}
