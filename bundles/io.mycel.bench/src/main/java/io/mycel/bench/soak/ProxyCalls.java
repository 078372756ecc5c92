package io.mycel.bench.soak;

import io.mycel.bench.load.Generation;
import io.mycel.bench.load.LoadClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Calls of a service through the HTTP proxy, and pages of the server's own beside them. */
final class ProxyCalls implements Activity {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Scene scene;
  private final LoadClient provider;
  private long round;

  private ProxyCalls(Scene scene, LoadClient provider) {
    this.scene = scene;
    this.provider = provider;
  }

  static ProxyCalls open(Scene scene) throws Exception {
    LoadClient provider = scene.innocent(Generation.B, "proxied");
    Scene.await("register", provider.register("echo"));
    return new ProxyCalls(scene, provider);
  }

  @Override
  public String name() {
    return "http";
  }

  @Override
  public Duration pause() {
    return Duration.ofMillis(5);
  }

  @Override
  public int round() throws Exception {
    String text = "round" + round++;
    String service = "/" + provider.workspace() + "/services/" + provider.clientId() + ":echo";
    String back = get(service + "/echo?x=" + text);
    if (!back.equals('"' + text + '"')) {
      throw new IllegalStateException("wrong answer: " + back + " instead of " + text);
    }
    get("/health/liveness");
    return 1;
  }

  private String get(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(scene.url() + path)).timeout(Scene.PATIENCE).build();
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    if (response.statusCode() == 503 && response.headers().firstValue("retry-after").isPresent()) {
      throw new RefusedException(path);
    }
    if (response.statusCode() != 200) {
      throw new IllegalStateException(path + ": " + response.statusCode() + " " + response.body());
    }
    return response.body();
  }

  @Override
  public void close() {
    provider.close();
  }
}
