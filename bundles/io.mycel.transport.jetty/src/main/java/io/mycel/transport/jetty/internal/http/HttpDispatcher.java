package io.mycel.transport.jetty.internal.http;

import io.mycel.api.http.HttpFilter;
import io.mycel.api.http.HttpRequest;
import io.mycel.api.http.HttpResponse;
import io.mycel.transport.jetty.internal.BufferPool;
import io.mycel.transport.jetty.internal.TransportCounters;
import io.mycel.transport.jetty.internal.WaitingRoom;
import io.mycel.transport.jetty.internal.websocket.Upgrade;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Takes every request: the socket's path goes to the {@link Upgrade}, all others through the
 * filters to the routes, which are replaced as a whole when a service comes or goes. A request for
 * what is being replaced waits in the {@link WaitingRoom} until it is back.
 */
public final class HttpDispatcher extends Handler.Abstract {
  private static final String SOCKET_PATH = "/ws";

  private final Upgrade upgrade;
  private final BodyMemory bodies;
  private final ResponseWriter writer;
  private final WaitingRoom room;
  private volatile Site site = Site.EMPTY;

  /** A dispatcher without routes. */
  public HttpDispatcher(
      Upgrade upgrade,
      TransportCounters counters,
      BufferPool pool,
      BodyMemory bodies,
      WaitingRoom room) {
    this.upgrade = upgrade;
    this.bodies = bodies;
    this.writer = new ResponseWriter(counters, pool);
    this.room = room;
  }

  /** Answers with these routes and filters from now on. */
  void setSite(Site next) {
    site = next;
    room.changed();
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
    return guard(
        target(request),
        () ->
            answer(
                new Arrival(
                    RequestAdapter.request(request, bodies),
                    request.getComponents().getExecutor(),
                    room.deadline())));
  }

  /**
   * A request that may have to wait.
   *
   * @param executor goes on with it then
   * @param deadline until when it may wait, of {@link System#nanoTime()}
   */
  private record Arrival(HttpRequest request, Executor executor, long deadline) {}

  private CompletionStage<HttpResponse> answer(Arrival arrival) {
    HttpRequest request = arrival.request();
    Site now = site;
    if (now.complete()) {
      return filtered(arrival, now);
    }
    if (now.missesRoute(request)) {
      return whenBack(() -> site.serves(request), arrival, () -> answer(arrival));
    }
    if (now.filterMissing()) {
      return whenBack(() -> !site.filterMissing(), arrival, () -> answer(arrival));
    }
    return filtered(arrival, now);
  }

  private CompletionStage<HttpResponse> filtered(Arrival arrival, Site now) {
    Function<HttpRequest, CompletionStage<HttpResponse>> next =
        request -> route(new Arrival(request, arrival.executor(), arrival.deadline()), now);
    for (int i = now.filters().size() - 1; i >= 0; i--) {
      next = around(now.filters().get(i), next);
    }
    return next.apply(arrival.request());
  }

  /** Waits for a part that is being replaced. */
  private CompletionStage<HttpResponse> whenBack(
      BooleanSupplier there, Arrival arrival, Answerer goOn) {
    return room.await(there, arrival.deadline(), arrival.executor())
        .thenCompose(isThere -> isThere ? goOn.answer() : done(unavailable(arrival.request())));
  }

  private static HttpResponse unavailable(HttpRequest request) {
    String detail = "what answers " + request.path() + " is being updated; retry";
    return Failures.response(503, detail).with("retry-after", "1");
  }

  private void write(HttpResponse answer, Request request, Response response, Callback callback) {
    try {
      writer.write(answer, request, response, callback);
    } catch (RuntimeException e) {
      writer.fail(Failures.response(e, target(request)), request, response, callback);
    }
  }

  private CompletionStage<HttpResponse> route(Arrival arrival, Site now) {
    HttpRequest request = arrival.request();
    return guard(
        request.path(),
        () -> {
          RouteTable.Match match = now.match(request);
          if (match.route() != null) {
            // It may have gone since the request came; then its filters are around it already.
            return match
                .route()
                .handle(with(request, match))
                .orElseGet(
                    () ->
                        whenBack(() -> site.serves(request), arrival, () -> route(arrival, site)));
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
