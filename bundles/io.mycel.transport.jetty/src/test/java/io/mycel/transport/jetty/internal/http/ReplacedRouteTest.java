package io.mycel.transport.jetty.internal.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.http.HttpFilter;
import io.mycel.api.http.HttpRoute;
import io.mycel.transport.jetty.internal.RunningTransport;
import io.mycel.transport.jetty.internal.TestConfig;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of requests while a bundle with routes and filters is updated in place. */
class ReplacedRouteTest {
  private static final Map<String, Object> EXACT =
      Map.of(HttpRoute.PATTERN, "/a/{x}", "component.name", "exact");
  private static final Map<String, Object> FILTER = Map.of("component.name", "filter");
  private static final HttpRoute OLD = request -> text("old " + request.variables());
  private static final HttpRoute NEW = request -> text("new " + request.variables());
  private static final HttpFilter MARK =
      (request, next) -> next.apply(request).thenApply(answer -> answer.with("x-mark", "yes"));

  private RunningTransport running;

  private static CompletableFuture<io.mycel.api.http.HttpResponse> text(String text) {
    return CompletableFuture.completedFuture(
        io.mycel.api.http.HttpResponse.of(200, "text/plain", text));
  }

  private void start(TestConfig config) {
    running = new RunningTransport(config, null);
    running.transport.addRoute(OLD, EXACT);
  }

  @AfterEach
  void stop() {
    running.close();
  }

  private CompletableFuture<HttpResponse<String>> get(String path) {
    return running.client.sendAsync(
        HttpRequest.newBuilder(running.uri().resolve(path)).build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> answer(CompletableFuture<HttpResponse<String>> request)
      throws Exception {
    return request.get(20, TimeUnit.SECONDS);
  }

  private void awaitWaiting(int count) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (running.figure("mycel_transport_waiting_requests", "") != count) {
      assertTrue(System.nanoTime() < deadline, "not so many requests wait: " + count);
      Thread.onSpinWait();
    }
  }

  @Test
  void requestForARouteThatIsReplacedWaitsForTheNewOne() throws Exception {
    start(new TestConfig().with("maxThreads", 6));
    running.transport.removeRoute(OLD);
    List<CompletableFuture<HttpResponse<String>>> requests = new ArrayList<>();
    // far more than there are threads
    for (int i = 0; i < 50; i++) {
      requests.add(get("/a/" + i));
    }
    awaitWaiting(50);
    running.transport.addRoute(NEW, EXACT);
    for (int i = 0; i < 50; i++) {
      assertEquals("new {x=" + i + "}", answer(requests.get(i)).body());
    }
    awaitWaiting(0);
  }

  @Test
  void lessSpecificRouteDoesNotAnswerForOneThatIsReplaced() throws Exception {
    start(new TestConfig());
    running.route(request -> text("any"), "/*");
    running.transport.removeRoute(OLD);
    CompletableFuture<HttpResponse<String>> request = get("/a/1");
    awaitWaiting(1);
    assertEquals("any", answer(get("/b")).body());
    running.transport.addRoute(NEW, EXACT);
    assertEquals("new {x=1}", answer(request).body());
  }

  @Test
  void routeThatDoesNotComeBackIsUnavailableAndLaterNotFound() throws Exception {
    start(new TestConfig().with("replaceTimeoutMillis", 300));
    running.transport.removeRoute(OLD);
    HttpResponse<String> first = answer(get("/a/1"));
    assertEquals(503, first.statusCode());
    assertEquals("1", first.headers().firstValue("retry-after").orElseThrow());
    assertEquals(
        "{\"success\": false, \"detail\": \"what answers /a/1 is being updated; retry\"}",
        first.body());
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (answer(get("/a/1")).statusCode() != 404) {
      assertTrue(System.nanoTime() < deadline, "it is waited for without end");
    }
  }

  @Test
  void wrongPathIsNotFoundAtOnceWhileARouteIsReplaced() throws Exception {
    start(new TestConfig().with("replaceTimeoutMillis", 600_000));
    running.transport.removeRoute(OLD);
    assertEquals(404, answer(get("/b")).statusCode());
    assertEquals(404, answer(get("/a/b/c")).statusCode());
  }

  @Test
  void requestsBeyondTheSeatsAreUnavailableAtOnce() throws Exception {
    start(new TestConfig().with("maxWaitingRequests", 1).with("replaceTimeoutMillis", 600_000));
    running.transport.removeRoute(OLD);
    CompletableFuture<HttpResponse<String>> first = get("/a/1");
    awaitWaiting(1);
    assertEquals(503, answer(get("/a/2")).statusCode());
    running.transport.addRoute(NEW, EXACT);
    assertEquals(200, answer(first).statusCode());
  }

  @Test
  void requestIsNotAnsweredBeforeItsFilterIsBack() throws Exception {
    start(new TestConfig());
    running.transport.addFilter(MARK, FILTER);
    running.transport.removeFilter(MARK);
    running.transport.removeRoute(OLD);
    CompletableFuture<HttpResponse<String>> request = get("/a/1");
    awaitWaiting(1);
    running.transport.addRoute(NEW, EXACT);
    CompletableFuture<HttpResponse<String>> later = get("/a/2");
    awaitWaiting(2);
    running.transport.addFilter(MARK, FILTER);
    for (CompletableFuture<HttpResponse<String>> each : List.of(request, later)) {
      assertEquals(200, answer(each).statusCode());
      assertEquals("yes", answer(each).headers().firstValue("x-mark").orElse("no"));
    }
  }

  @Test
  void filterThatDoesNotComeBackIsWaitedForNoLonger() throws Exception {
    start(new TestConfig().with("replaceTimeoutMillis", 300));
    running.transport.addFilter(MARK, FILTER);
    running.transport.removeFilter(MARK);
    assertTrue(List.of(200, 503).contains(answer(get("/a/1")).statusCode()));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (answer(get("/a/1")).statusCode() != 200) {
      assertTrue(System.nanoTime() < deadline, "it is waited for without end");
    }
  }

  @Test
  void whatIsReplacedSideBySideLeavesNoGap() throws Exception {
    start(new TestConfig().with("maxWaitingRequests", 0));
    running.transport.addFilter(MARK, FILTER);
    running.transport.addFilter((request, next) -> next.apply(request), FILTER);
    running.transport.addRoute(NEW, EXACT);
    running.transport.removeFilter(MARK);
    running.transport.removeRoute(OLD);
    assertEquals("new {x=1}", answer(get("/a/1")).body());
  }

  @Test
  void removalWaitsForTheAnswersOfTheRoute() throws Exception {
    start(new TestConfig().with("drainTimeoutMillis", 600_000));
    CountDownLatch inside = new CountDownLatch(1);
    CompletableFuture<io.mycel.api.http.HttpResponse> slow = new CompletableFuture<>();
    HttpRoute route =
        request -> {
          inside.countDown();
          return slow;
        };
    running.route(route, "/slow");
    CompletableFuture<HttpResponse<String>> request = get("/slow");
    assertTrue(inside.await(20, TimeUnit.SECONDS));
    CompletableFuture<Void> removed =
        CompletableFuture.runAsync(() -> running.transport.removeRoute(route));
    assertThrows(TimeoutException.class, () -> removed.get(200, TimeUnit.MILLISECONDS));
    slow.complete(io.mycel.api.http.HttpResponse.of(200, "text/plain", "finished"));
    removed.get(20, TimeUnit.SECONDS);
    assertEquals("finished", answer(request).body());
  }

  @Test
  void removalEndsInTimeAndALongRequestIsStillAnswered() throws Exception {
    start(new TestConfig().with("drainTimeoutMillis", 100));
    CountDownLatch inside = new CountDownLatch(1);
    CompletableFuture<io.mycel.api.http.HttpResponse> slow = new CompletableFuture<>();
    HttpRoute route =
        request -> {
          inside.countDown();
          return slow;
        };
    running.route(route, "/slow");
    CompletableFuture<HttpResponse<String>> request = get("/slow");
    assertTrue(inside.await(20, TimeUnit.SECONDS));
    CompletableFuture.runAsync(() -> running.transport.removeRoute(route))
        .get(20, TimeUnit.SECONDS);
    assertFalse(request.isDone());
    slow.complete(io.mycel.api.http.HttpResponse.of(200, "text/plain", "finished"));
    assertEquals("finished", answer(request).body());
  }

  @Test
  void stopTurnsAwayWhoWaits() throws Exception {
    start(new TestConfig().with("replaceTimeoutMillis", 600_000));
    running.transport.removeRoute(OLD);
    CompletableFuture<HttpResponse<String>> request = get("/a/1");
    awaitWaiting(1);
    running.transport.stop();
    assertTrue(running.figure("mycel_transport_waiting_requests", "") == 0);
    // an answer or, if the socket was closed before it was written, none
    CompletableFuture<Integer> status =
        request.handle((response, failure) -> failure == null ? response.statusCode() : 503);
    assertEquals(503, status.get(20, TimeUnit.SECONDS));
  }
}
