package io.mycel.http.internal;

import io.mycel.api.http.HttpRequest;
import io.mycel.api.http.HttpResponse;
import io.mycel.api.http.HttpRoute;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The services of a workspace that the caller may see. */
public final class ServiceListRoute implements HttpRoute {
  private final Gate gate;
  private final JsonFormat json;

  public ServiceListRoute(Platform platform, JsonFormat json) {
    this.json = json;
    gate = new Gate(platform, json);
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    String workspace = request.variable("workspace");
    return gate.answer(
        request,
        (core, user, interest) -> {
          List<Map<String, Object>> infos =
              core.hub().services(user, workspace).stream().map(Descriptions::info).toList();
          Object tree = core.represent(infos);
          return CompletableFuture.completedFuture(Answers.json(json, 200, tree));
        });
  }
}
