package io.mycel.http.internal;

import io.mycel.api.http.HttpRequest;
import io.mycel.api.http.HttpResponse;
import io.mycel.api.http.HttpRoute;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The services of a workspace that the caller may see. */
@Component(
    property = {
      HttpRoute.PATTERN + "=/{workspace}/services",
      HttpRoute.PATTERN + "=/{workspace}/services/"
    })
public final class ServiceListRoute implements HttpRoute {
  private final Gate gate;
  private final JsonFormat json;

  @Activate
  public ServiceListRoute(@Reference Platform platform, @Reference JsonFormat json) {
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
