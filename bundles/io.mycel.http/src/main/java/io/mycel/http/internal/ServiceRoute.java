package io.mycel.http.internal;

import io.mycel.api.http.HttpRequest;
import io.mycel.api.http.HttpResponse;
import io.mycel.api.http.HttpRoute;
import io.mycel.api.rpc.RemoteService;
import java.util.concurrent.CompletionStage;

/** A service with its functions described; its last variable may be {@code client:service}. */
public final class ServiceRoute implements HttpRoute {
  private final Gate gate;
  private final JsonFormat json;

  public ServiceRoute(Platform platform, JsonFormat json) {
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
              core.ask(hub -> hub.service(user, workspace, request.variable("service")), interest);
          return found.thenCompose(
              service -> core.current().thenApply(now -> answer(now, service)));
        });
  }

  private HttpResponse answer(Core core, RemoteService service) {
    return Answers.json(json, 200, core.represent(Descriptions.service(service)));
  }
}
