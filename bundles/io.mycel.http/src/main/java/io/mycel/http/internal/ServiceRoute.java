package io.mycel.http.internal;

import io.mycel.api.http.HttpRequest;
import io.mycel.api.http.HttpResponse;
import io.mycel.api.http.HttpRoute;
import io.mycel.api.rpc.RemoteService;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** A service with its functions described; its last variable may be {@code client:service}. */
@Component(property = HttpRoute.PATTERN + "=/{workspace}/services/{service}")
public final class ServiceRoute implements HttpRoute {
  private final Gate gate;
  private final JsonFormat json;

  @Activate
  public ServiceRoute(@Reference Platform platform, @Reference JsonFormat json) {
    this.json = json;
    gate = new Gate(platform, json);
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    String workspace = request.variable("workspace");
    return gate.answer(
        request,
        (core, user, interest) -> {
          CompletionStage<RemoteService> found =
              core.hub().service(user, workspace, request.variable("service"));
          Gate.tie(interest, found);
          return found.thenApply(
              service -> {
                Object tree = core.represent(Descriptions.service(service));
                return Answers.json(json, 200, tree);
              });
        });
  }
}
