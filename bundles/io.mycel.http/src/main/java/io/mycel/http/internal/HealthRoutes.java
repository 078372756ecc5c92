package io.mycel.http.internal;

import io.mycel.api.http.HttpRequest;
import io.mycel.api.http.HttpResponse;
import io.mycel.api.http.HttpRoute;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Tells a supervisor that the process lives ({@code {"status": "OK"}} whenever it can answer at
 * all), and whether it can serve (503 with what is missing, else the same).
 */
public final class HealthRoutes implements HttpRoute {
  static final String LIVENESS = "/health/liveness";
  static final String READINESS = "/health/readiness";

  private final Platform platform;
  private final JsonFormat json;

  public HealthRoutes(Platform platform, JsonFormat json) {
    this.platform = platform;
    this.json = json;
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    List<String> missing = request.path().equals(READINESS) ? platform.missing() : List.of();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", missing.isEmpty() ? "OK" : "DOWN");
    if (!missing.isEmpty()) {
      body.put("success", false);
      body.put("detail", "waiting for: " + String.join(", ", missing));
    }
    HttpResponse response = Answers.json(json, missing.isEmpty() ? 200 : 503, body);
    return CompletableFuture.completedFuture(response.with("cache-control", "no-store"));
  }
}
