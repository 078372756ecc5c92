package io.mycel.transport.jetty.internal.http;

import io.mycel.api.http.HttpFilter;
import io.mycel.api.http.HttpRequest;
import io.mycel.api.http.HttpResponse;
import io.mycel.transport.jetty.internal.BufferPool;
import io.mycel.transport.jetty.internal.TransportCounters;
import io.mycel.transport.jetty.internal.websocket.Upgrade;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Takes every request: the socket's path goes to the {@link Upgrade}, all others through the
 * filters to the routes. Both tables are replaced as a whole when a service comes or goes.
 */
public final class HttpDispatcher extends Handler.Abstract {
  private static final String SOCKET_PATH = "/ws";

  private final Upgrade upgrade;
  private final BodyMemory bodies;
  private final ResponseWriter writer;
  private volatile RouteTable routes = new RouteTable(List.of());
  private volatile Function<HttpRequest, CompletionStage<HttpResponse>> chain = this::route;

  /** A dispatcher without routes. */
  public HttpDispatcher(
      Upgrade upgrade, TransportCounters counters, BufferPool pool, BodyMemory bodies) {
    this.upgrade = upgrade;
    this.bodies = bodies;
    this.writer = new ResponseWriter(counters, pool);
  }

  /** Answers from these routes from now on. */
  void setRoutes(RouteTable table) {
    routes = table;
  }

  /** Stands these filters around every request from now on, the first outermost. */
  void setFilters(List<HttpFilter> filters) {
    Function<HttpRequest, CompletionStage<HttpResponse>> next = this::route;
    for (int i = filters.size() - 1; i >= 0; i--) {
      next = around(filters.get(i), next);
    }
    chain = next;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    // A call may take longer than a connection may idle; a body that stalls is failed anyway.
    request.addIdleTimeoutListener(timeout -> false);
    if (SOCKET_PATH.equals(request.getHttpURI().getPath())) {
      upgrade(request, response, callback);
      return true;
    }
    answer(request)
        .whenComplete(
            (answer, failure) -> {
              HttpResponse last =
                  failure == null ? answer : Failures.response(failure, target(request));
              write(last, request, response, callback);
            });
    return true;
  }

  private void upgrade(Request request, Response response, Callback callback) {
    try {
      upgrade.handle(RequestAdapter.opening(request), request, response, callback);
    } catch (RuntimeException e) {
      writer.fail(Failures.response(e, target(request)), request, response, callback);
    }
  }

  private CompletionStage<HttpResponse> answer(Request request) {
    return guard(target(request), () -> chain.apply(RequestAdapter.request(request, bodies)));
  }

  private void write(HttpResponse answer, Request request, Response response, Callback callback) {
    try {
      writer.write(answer, request, response, callback);
    } catch (RuntimeException e) {
      writer.fail(Failures.response(e, target(request)), request, response, callback);
    }
  }

  private CompletionStage<HttpResponse> route(HttpRequest request) {
    return guard(
        request.path(),
        () -> {
          RouteTable.Match match = routes.match(request.method(), RawPath.parse(request.path()));
          if (match.route() != null) {
            return match.route().handle(with(request, match));
          }
          if (match.allowed().isEmpty()) {
            return done(Failures.response(404, "nothing is at " + request.path()));
          }
          String allowed = String.join(", ", match.allowed());
          String detail = request.method() + " is not allowed here; allowed: " + allowed;
          return done(Failures.response(405, detail).with("allow", allowed));
        });
  }

  private static Function<HttpRequest, CompletionStage<HttpResponse>> around(
      HttpFilter filter, Function<HttpRequest, CompletionStage<HttpResponse>> next) {
    return request -> guard(request.path(), () -> filter.apply(request, next));
  }

  /** What is thrown, or fails later, or is null, becomes a response. */
  private static CompletionStage<HttpResponse> guard(String target, Answerer answerer) {
    CompletionStage<HttpResponse> stage;
    try {
      stage = answerer.answer();
      if (stage == null) {
        throw new IllegalStateException("a route or filter answered null");
      }
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      return done(Failures.response(e, target));
    }
    return stage.handle(
        (answer, failure) -> {
          if (failure == null && answer == null) {
            failure = new IllegalStateException("a route or filter answered null");
          }
          return failure == null ? answer : Failures.response(failure, target);
        });
  }

  @FunctionalInterface
  private interface Answerer {
    CompletionStage<HttpResponse> answer();
  }

  private static CompletionStage<HttpResponse> done(HttpResponse answer) {
    return CompletableFuture.completedFuture(answer);
  }

  private static HttpRequest with(HttpRequest request, RouteTable.Match match) {
    return new HttpRequest(
        request.method(),
        request.target(),
        request.path(),
        match.variables(),
        request.query(),
        request.headers(),
        request.remoteAddress(),
        request.body());
  }

  private static String target(Request request) {
    return request.getMethod() + " " + request.getHttpURI().getPath();
  }
}
