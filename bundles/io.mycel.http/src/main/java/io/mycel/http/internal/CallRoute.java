package io.mycel.http.internal;

import io.mycel.api.http.HttpException;
import io.mycel.api.http.HttpRequest;
import io.mycel.api.http.HttpResponse;
import io.mycel.api.http.HttpRoute;
import io.mycel.api.hub.User;
import io.mycel.api.rpc.Blobs;
import io.mycel.api.rpc.RpcException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * Calls a function of a service: its arguments are the query of a GET or the body of a POST (whose
 * query is left alone), see {@link Arguments} and {@link BodyReader}; its result is written by
 * {@link ResultWriter}, its failure by {@link ErrorMapping}. A path that names a plain value gives
 * that value.
 */
public final class CallRoute implements HttpRoute {
  private final Gate gate;
  private final JsonFormat json;
  private final BodyReader bodies;
  private final ResultWriter results;
  private final CallMeter meter;
  private final long maxBlobBytes;

  public CallRoute(Platform platform, JsonFormat json, CallMeter meter, HttpConfig config) {
    this.json = json;
    this.gate = new Gate(platform, json);
    this.bodies = new BodyReader(json, config.maxBodyBytes());
    this.results = new ResultWriter(json, config.maxBodyBytes());
    this.maxBlobBytes = config.maxBodyBytes();
    this.meter = meter;
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    long start = System.nanoTime();
    CompletableFuture<HttpResponse> answer =
        gate.answer(request, (core, user, interest) -> call(request, core, user, interest));
    answer.whenComplete(
        (response, gone) -> meter.count(gone == null ? response.status() : 0, start));
    return answer;
  }

  private CompletionStage<HttpResponse> call(
      HttpRequest request, Core core, User user, CompletableFuture<?> interest) {
    String workspace = request.variable("workspace");
    FunctionCall call =
        new FunctionCall(
            core, user, workspace, request.variable("service"), request.variable("function"));
    return arguments(request, core)
        .thenCompose(arguments -> call.run(arguments, interest))
        .thenCompose(result -> Blobs.read(result, maxBlobBytes))
        .thenCompose(
            result -> core.current().thenApply(now -> results.write(request, now, result)));
  }

  private CompletionStage<Arguments> arguments(HttpRequest request, Core core) {
    UnaryOperator<Object> restore = tree -> restore(core, request, tree);
    return switch (request.method()) {
      case "GET" ->
          CompletableFuture.completedFuture(Arguments.ofQuery(request.query(), json, restore));
      case "POST" ->
          bodies.read(request, core.engine()).thenApply(tree -> Arguments.ofBody(tree, restore));
      // HEAD comes to the route for GET, and must not run a function that nobody hears from
      default -> throw new HttpException(405, "a function is called by GET or POST");
    };
  }

  private static Object restore(Core core, HttpRequest request, Object tree) {
    try {
      return core.restore(request.variable("workspace"), tree);
    } catch (RpcException e) {
      throw new HttpException(400, "an argument cannot be read: " + e.getMessage());
    }
  }
}
