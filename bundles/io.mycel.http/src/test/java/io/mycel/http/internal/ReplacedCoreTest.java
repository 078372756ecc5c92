package io.mycel.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of requests while the hub or the engine is updated in place. */
class ReplacedCoreTest {
  private static final int LONG = 600_000;

  private final FakeHub hub = new FakeHub();
  private final FakeEngine engine = new FakeEngine();
  private Platform platform;
  private CallRoute route;

  private void start(int timeoutMillis, int requests) {
    platform = new Platform(Settings.waiting(timeoutMillis, requests));
    route =
        new CallRoute(
            platform, new JsonFormat(Settings.DEFAULT), new CallMeter(), Settings.DEFAULT);
    hub.result = CompletableFuture.completedFuture("done");
  }

  private void startWithCore(int timeoutMillis, int requests) {
    start(timeoutMillis, requests);
    platform.bindHub(hub);
    platform.bindEngine(engine);
  }

  @AfterEach
  void stop() {
    platform.stop();
  }

  private CompletableFuture<HttpResponse> call() {
    return route.handle(Requests.call("f", Map.of())).toCompletableFuture();
  }

  private static void assertUnavailable(HttpResponse response) {
    assertEquals(503, response.status());
    assertEquals("1", response.headers().get("retry-after"));
    assertEquals(
        "{\"success\":false,\"detail\":\"the server is starting or being updated; retry\"}",
        Requests.text(response));
  }

  @Test
  void requestWhileTheHubIsReplacedIsAnsweredByTheNextOne() {
    startWithCore(LONG, 10);
    platform.unbindHub(hub);
    List<CompletableFuture<HttpResponse>> requests = Stream.generate(this::call).limit(10).toList();
    FakeHub next = new FakeHub();
    next.result = CompletableFuture.completedFuture("next");
    platform.bindHub(next);
    for (CompletableFuture<HttpResponse> each : requests) {
      HttpResponse response = Requests.answer(each);
      assertEquals(200, response.status());
      assertEquals("\"next\"", Requests.text(response));
    }
    assertEquals(List.of(), hub.calls);
  }

  @Test
  void requestThatFindsItsHubStoppedIsAnsweredByTheNextOne() {
    startWithCore(LONG, 10);
    // as a request does that had looked for a hub just before that one went
    hub.stopped = () -> platform.unbindHub(hub);
    CompletableFuture<HttpResponse> request = call();
    assertFalse(request.isDone());
    FakeHub next = new FakeHub();
    next.result = CompletableFuture.completedFuture("next");
    platform.bindHub(next);
    HttpResponse response = Requests.answer(request);
    assertEquals(200, response.status(), () -> Requests.text(response));
    assertEquals("\"next\"", Requests.text(response));
    assertEquals(1, next.calls.size());
  }

  @Test
  void requestForAServiceFindsTheNextHubToo() {
    startWithCore(LONG, 10);
    FakeHub next = new FakeHub();
    hub.stopped =
        () -> {
          platform.unbindHub(hub);
          platform.bindHub(next);
        };
    HttpResponse response =
        Requests.answer(
            new ServiceRoute(platform, new JsonFormat(Settings.DEFAULT))
                .handle(Requests.call("f", Map.of()))
                .toCompletableFuture());
    // the next one has no such service
    assertEquals(404, response.status(), () -> Requests.text(response));
  }

  @Test
  void hubThatHasStoppedAndIsStillSaidToBeThereIsUnavailable() {
    startWithCore(LONG, 10);
    hub.stopped = () -> {};
    CompletableFuture<HttpResponse> request = call();
    assertTrue(request.isDone());
    assertUnavailable(Requests.answer(request));
  }

  @Test
  void requestWaitsUntilHubAndEngineAreBack() {
    startWithCore(LONG, 10);
    platform.unbindEngine(engine);
    platform.unbindHub(hub);
    CompletableFuture<HttpResponse> request = call();
    platform.bindHub(hub);
    assertFalse(request.isDone());
    platform.bindEngine(new FakeEngine());
    assertEquals(200, Requests.answer(request).status());
  }

  @Test
  void coreThatDoesNotComeBackIsUnavailable() {
    startWithCore(50, 10);
    platform.unbindHub(hub);
    assertUnavailable(Requests.answer(call()));
  }

  @Test
  void coreThatWasNeverThereIsNotWaitedFor() {
    start(LONG, 10);
    platform.bindEngine(engine);
    CompletableFuture<HttpResponse> request = call();
    assertTrue(request.isDone());
    assertUnavailable(Requests.answer(request));
  }

  @Test
  void requestBeyondThoseThatMayWaitIsRefusedAtOnce() {
    startWithCore(LONG, 1);
    platform.unbindHub(hub);
    CompletableFuture<HttpResponse> first = call();
    CompletableFuture<HttpResponse> second = call();
    assertTrue(second.isDone());
    assertUnavailable(Requests.answer(second));
    platform.bindHub(hub);
    assertEquals(200, Requests.answer(first).status());
  }

  @Test
  void requestThatIsGivenUpLeavesItsSeat() {
    startWithCore(LONG, 1);
    platform.unbindHub(hub);
    call().cancel(false);
    CompletableFuture<HttpResponse> second = call();
    assertFalse(second.isDone());
    platform.bindHub(hub);
    assertEquals(200, Requests.answer(second).status());
    assertEquals(1, hub.calls.size());
  }

  @Test
  void stopAnswersWhoWaits() {
    startWithCore(LONG, 10);
    platform.unbindHub(hub);
    CompletableFuture<HttpResponse> request = call();
    platform.stop();
    assertTrue(request.isDone());
    assertUnavailable(Requests.answer(request));
    assertTrue(call().isDone());
  }
}
