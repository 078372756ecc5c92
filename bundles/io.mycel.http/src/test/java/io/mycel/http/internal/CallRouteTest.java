package io.mycel.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.http.HttpRequest;
import io.mycel.api.http.HttpResponse;
import io.mycel.api.hub.HubException;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RemoteService;
import io.mycel.api.rpc.RpcException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallRouteTest {
  private static final String JSON = "application/json";

  private final FakeHub hub = new FakeHub();
  private final FakeEngine engine = new FakeEngine();
  private final Platform platform = new Platform(Settings.DEFAULT);
  private final CallMeter meter = new CallMeter();
  private final CallRoute route =
      new CallRoute(platform, new JsonFormat(Settings.DEFAULT), meter, Settings.DEFAULT);

  @BeforeEach
  void start() {
    platform.bindHub(hub);
    platform.bindEngine(engine);
  }

  @Test
  void getCallsWithTheQueryAsKeywords() {
    hub.result = CompletableFuture.completedFuture("Hello John");

    HttpResponse response = answer(Requests.call("hello", Map.of("name", List.of("John"))));

    assertEquals(200, response.status());
    assertEquals(JSON, response.headers().get("content-type"));
    assertEquals("\"Hello John\"", Requests.text(response));
    assertEquals(
        List.of(
            new FakeHub.Called(
                FakeHub.user("anonymous"), "w", "s", "hello", List.of(), Map.of("name", "John"))),
        hub.calls);
  }

  @Test
  void dottedFunctionIsCalledByItsPath() {
    answer(Requests.call("math.add", Map.of()));

    assertEquals("math.add", hub.calls.get(0).function());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "Application/JSON",
        "application/json; charset=utf-8",
        "application/json;charset=\"UTF-8\"",
        " application/json ; charset=us-ascii"
      })
  void jsonIsReadHoweverItIsAnnounced(String contentType) {
    answer(Requests.post("f", contentType, "{\"a\": 1}"));

    assertEquals(Map.of("a", 1L), hub.calls.get(0).kwargs());
  }

  @Test
  void jsonInAnotherCharsetIsRead() {
    byte[] latin = "[\"ä\"]".getBytes(StandardCharsets.ISO_8859_1);
    HttpRequest request = Requests.post("f", "application/json; charset=latin1", "");

    answer(Requests.of("POST", "/", request.variables(), Map.of(), request.headers(), latin));

    assertEquals(List.of("ä"), hub.calls.get(0).args());
  }

  @Test
  void unknownCharsetIsRefused() {
    problem(
        415,
        "unknown charset in content-type; use UTF-8",
        Requests.post("f", "application/json; charset=no-such", "{}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/msgpack", "application/x-msgpack", "APPLICATION/MsgPack; v=5"})
  void msgpackIsAnsweredWithMsgpack(String contentType) {
    hub.result = CompletableFuture.completedFuture(5L);

    HttpResponse response = answer(Requests.post("f", contentType, "body"));

    assertEquals(Map.of("packed", "body"), hub.calls.get(0).kwargs());
    assertEquals("application/msgpack", response.headers().get("content-type"));
    assertEquals("mp:5", Requests.text(response));
  }

  @ParameterizedTest
  @CsvSource({
    "application/msgpack,application/msgpack",
    "application/x-msgpack,application/msgpack",
    "'application/msgpack, */*;q=0.5',application/msgpack",
    "*/*,application/json",
    "application/json,application/json",
    "'application/json;q=0.9, application/msgpack;q=0.1',application/json"
  })
  void acceptChoosesTheForm(String accept, String contentType) {
    HttpResponse response = answer(Requests.call("f", Map.of(), "accept", accept));

    assertEquals(contentType, response.headers().get("content-type"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "application/json", "application/msgpack", "text/plain"})
  void emptyBodyIsNoArguments(String contentType) {
    answer(Requests.post("f", contentType, ""));

    assertEquals(List.of(), hub.calls.get(0).args());
    assertEquals(Map.of(), hub.calls.get(0).kwargs());
  }

  @Test
  void arrayBodyIsPositional() {
    answer(Requests.post("f", JSON, "[1, \"b\"]"));

    assertEquals(List.of(1L, "b"), hub.calls.get(0).args());
  }

  @Test
  void primitiveBodyIsOnePositional() {
    answer(Requests.post("f", JSON, "7"));

    assertEquals(List.of(7L), hub.calls.get(0).args());
  }

  @Test
  void representedArgumentIsRestoredAndResultRepresented() {
    ByteBuffer bytes = ByteBuffer.wrap(new byte[] {1, 2});
    hub.result = CompletableFuture.completedFuture(new FakeEngine.Array(bytes, "w/http"));

    HttpResponse response =
        answer(
            Requests.post(
                "f",
                JSON,
                "{\"a\": {\"_rtype\":\"ndarray\",\"_renc\":\"base64\",\"_rvalue\":\"AQI=\"}}"));

    assertEquals(Map.of("a", new FakeEngine.Array(bytes, "w/http")), hub.calls.get(0).kwargs());
    assertTrue(Requests.text(response).contains("\"_rvalue\":\"AQI=\",\"_renc\":\"base64\""));
  }

  @Test
  void argumentThatCannotBeRestoredIsRefused() {
    problem(
        400,
        "an argument cannot be read: ndarray without bytes",
        Requests.post("f", JSON, "[{\"_rtype\":\"ndarray\"}]"));
    assertEquals(List.of(), hub.calls);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded"})
  void otherTypeIsRefusedWithTheRemedy(String contentType) {
    problem(
        415,
        "content-type must be application/json or application/msgpack, got '"
            + contentType
            + "'; with curl add -H 'content-type: application/json'",
        Requests.post("f", contentType, "a=1"));
  }

  @Test
  void bodyWithoutATypeIsRefused() {
    assertEquals(415, answer(Requests.post("f", null, "a=1")).status());
  }

  @Test
  void otherTypeOfKnownLengthIsRefusedUnread() {
    HttpRequest request = Requests.post("f", "text/plain", "", "content-length", "12");
    HttpRequest unread =
        new HttpRequest(
            "POST",
            "/",
            "/",
            request.variables(),
            Map.of(),
            request.headers(),
            "",
            max -> {
              throw new AssertionError("the body was read");
            });

    assertEquals(415, answer(unread).status());
  }

  @Test
  void invalidJsonSaysWhere() {
    HttpResponse response = answer(Requests.post("f", JSON, "{\n\"a\":}"));

    assertEquals(400, response.status());
    assertTrue(
        Requests.text(response).contains("invalid JSON at line 2, column 5"),
        Requests.text(response));
  }

  @Test
  void invalidMsgpackSaysWhere() {
    problem(
        400,
        "invalid msgpack: unexpected end at byte 3",
        Requests.post("f", "application/msgpack", FakeEngine.UNPACKABLE));
  }

  @Test
  void bodyBeyondTheLimitIsRefused() {
    problem(
        413,
        "the body is larger than 1000 bytes",
        Requests.post("f", JSON, "\"" + "x".repeat(1000) + "\""));
  }

  @Test
  void headRunsNoFunction() {
    HttpRequest get = Requests.call("f", Map.of());
    HttpRequest head =
        Requests.of("HEAD", get.path(), get.variables(), Map.of(), Map.of(), new byte[0]);

    assertEquals(405, answer(head).status());
    assertEquals(List.of(), hub.calls);
  }

  @Test
  void tokenNamesTheUser() {
    answer(Requests.call("f", Map.of(), "authorization", "Bearer good@imjoy@a.b.c"));

    assertEquals("good@imjoy@a.b.c", hub.calls.get(0).user().id());
  }

  @Test
  void schemeIsReadInAnyCase() {
    answer(Requests.call("f", Map.of(), "authorization", "bearer good"));

    assertEquals("good", hub.calls.get(0).user().id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Bearer", "Bearer ", "Basic abc", "good", "Bearer good two", "Bearer good,x"})
  void malformedAuthorizationIsRefused(String header) {
    HttpResponse response = answer(Requests.call("f", Map.of(), "authorization", header));

    assertEquals(401, response.status());
    assertEquals("Bearer realm=\"mycel\"", response.headers().get("www-authenticate"));
    assertEquals(List.of(), hub.calls);
  }

  @Test
  void refusedTokenIsNotPrinted() {
    HttpResponse response =
        answer(Requests.call("f", Map.of(), "authorization", "Bearer bad-secret"));

    assertEquals(401, response.status());
    assertEquals(
        "{\"success\":false,\"detail\":\"the token has expired\"}", Requests.text(response));
  }

  @Test
  void failureHasTheStatusOfItsKindAndNoTrace() {
    hub.result =
        CompletableFuture.failedFuture(
            new RpcException(
                RpcException.Kind.REMOTE,
                "bad value",
                "Traceback (most recent call last):\n  File \"/srv/secret.py\"\nValueError: bad"));

    problem(400, "ValueError: bad value", Requests.call("f", Map.of()));
  }

  @Test
  void absentServiceIsNotFound() {
    hub.result =
        CompletableFuture.failedFuture(
            new HubException(HubException.Kind.NOT_FOUND, "no service s"));

    problem(404, "no service s", Requests.call("f", Map.of()));
  }

  @Test
  void unexpectedFailureIsHidden() {
    hub.result = CompletableFuture.failedFuture(new IllegalStateException("/srv/secret"));

    problem(500, "internal error; the log of the server tells more", Requests.call("f", Map.of()));
  }

  @Test
  void resultWithoutAFormIsABadGateway() {
    hub.result = CompletableFuture.completedFuture(new Object());

    assertEquals(502, answer(Requests.call("f", Map.of())).status());
  }

  @ParameterizedTest
  @CsvSource({
    "METHOD_NOT_FOUND,whatever",
    "REMOTE,Method not found: w/c:services.s.a.version",
    "REMOTE,Method expired or not found: w/c:services.s.a.version",
    "REMOTE,AssertionError: Invalid method: w/c:services.s.a.version",
    "REMOTE,'str' object is not callable",
    "REMOTE,TypeError: method is not a function"
  })
  void pathOfAPlainValueGivesIt(RpcException.Kind kind, String message) {
    hub.result = CompletableFuture.failedFuture(new RpcException(kind, message));
    hub.offered = new RemoteService("w/c:s", Map.of(), Map.of("a", Map.of("version", "1.2")));

    HttpResponse response = answer(Requests.call("a.version", Map.of()));

    assertEquals(200, response.status());
    assertEquals("\"1.2\"", Requests.text(response));
  }

  @Test
  void nameThatIsNotThereIsNotFound() {
    hub.result =
        CompletableFuture.failedFuture(
            new RpcException(RpcException.Kind.REMOTE, "Method not found: x"));
    hub.offered = new RemoteService("w/c:s", Map.of(), Map.of("a", 1L));

    problem(404, "service w/c:s has no function 'a.b'", Requests.call("a.b", Map.of()));
  }

  @Test
  void functionThatIsThereKeepsItsOwnFailure() {
    hub.result =
        CompletableFuture.failedFuture(
            new RpcException(RpcException.Kind.REMOTE, "TypeError: cb is not a function"));
    RemoteFunction function =
        new RemoteFunction(null, "w/c", "services.s.f", RemoteFunction.Promise.COMPACT, Map.of());
    hub.offered = new RemoteService("w/c:s", Map.of(), Map.of("f", function));

    problem(400, "TypeError: cb is not a function", Requests.call("f", Map.of()));
  }

  @Test
  void absentCoreIsAServiceUnavailable() {
    platform.unbindHub(hub);

    HttpResponse response = answer(Requests.call("f", Map.of()));

    assertEquals(503, response.status());
    assertEquals("1", response.headers().get("retry-after"));
    assertEquals(
        "{\"success\":false,\"detail\":\"the server is starting or being updated; retry\"}",
        Requests.text(response));
  }

  @Test
  void absentEngineIsAServiceUnavailable() {
    platform.unbindEngine(engine);

    assertEquals(503, answer(Requests.call("f", Map.of())).status());
  }

  @Test
  void goneClientGivesUpTheCall() {
    hub.result = new CompletableFuture<>();
    CompletableFuture<HttpResponse> answer =
        route.handle(Requests.call("f", Map.of())).toCompletableFuture();
    assertFalse(answer.isDone());

    answer.cancel(true);

    assertTrue(hub.result.isCancelled());
    assertEquals(1, calls("client_gone"));
  }

  @Test
  void generatorThatComesTooLateIsClosed() {
    FakeGenerator generator = new FakeGenerator().item(1L);
    CompletableFuture<Object> stubborn =
        new CompletableFuture<>() {
          @Override
          public boolean cancel(boolean mayInterrupt) {
            return false;
          }
        };
    hub.result = stubborn;
    route.handle(Requests.call("f", Map.of())).toCompletableFuture().cancel(true);

    stubborn.complete(generator.remote());

    assertEquals(1, generator.closed);
  }

  @Test
  void generatorIsStreamedAsEvents() {
    hub.result =
        CompletableFuture.completedFuture(
            new FakeGenerator().item(Map.of("a", "x\ny")).item(null).item(2L).remote());

    HttpResponse response = answer(Requests.call("f", Map.of()));

    assertEquals("text/event-stream", response.headers().get("content-type"));
    assertEquals(
        List.of("data: {\"a\":\"x\\ny\"}\n\n", "data: null\n\n", "data: 2\n\n", "data: [DONE]\n\n"),
        pieces(response));
  }

  @Test
  void failureInMidStreamIsAnErrorEvent() {
    hub.result =
        CompletableFuture.completedFuture(
            new FakeGenerator()
                .item(1L)
                .failure(new RpcException(RpcException.Kind.REMOTE, "ValueError: bad"))
                .remote());

    assertEquals(
        List.of(
            "data: 1\n\n",
            "event: error\ndata: {\"success\":false,\"detail\":\"ValueError: bad\"}\n\n"),
        pieces(answer(Requests.call("f", Map.of()))));
  }

  @Test
  void generatorIsStreamedAsMsgpackItems() {
    hub.result =
        CompletableFuture.completedFuture(
            new FakeGenerator()
                .item(1L)
                .failure(new RpcException(RpcException.Kind.REMOTE, "ValueError: bad"))
                .remote());

    HttpResponse response = answer(Requests.call("f", Map.of(), "accept", "application/msgpack"));

    assertEquals("application/msgpack", response.headers().get("content-type"));
    assertEquals(
        List.of("mp:1", "mp:{_rtype=error, _rvalue=ValueError: bad, _rtrace=}"), pieces(response));
  }

  @Test
  void everyCallIsCountedByItsOutcome() {
    answer(Requests.call("f", Map.of()));
    answer(Requests.call("f", Map.of()));
    answer(Requests.post("f", JSON, "{"));
    hub.result = CompletableFuture.failedFuture(new IllegalStateException());
    answer(Requests.call("f", Map.of()));

    assertEquals(2, calls("ok"));
    assertEquals(1, calls("client_error"));
    assertEquals(1, calls("server_error"));
    assertEquals(0, calls("client_gone"));
  }

  private double calls(String outcome) {
    return meter.read().stream()
        .filter(sample -> sample.name().equals("mycel_http_calls_total"))
        .filter(sample -> sample.labels().get("outcome").equals(outcome))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private static List<String> pieces(HttpResponse response) {
    Collector client = new Collector();
    ((HttpResponse.Body.Stream) response.body()).pieces().subscribe(client);
    client.subscription.request(Long.MAX_VALUE);
    assertEquals(1, client.completed);
    return client.pieces;
  }

  private void problem(int status, String detail, HttpRequest request) {
    HttpResponse response = answer(request);
    assertEquals("{\"success\":false,\"detail\":\"" + detail + "\"}", Requests.text(response));
    assertEquals(status, response.status());
  }

  private HttpResponse answer(HttpRequest request) {
    return Requests.answer(route.handle(request));
  }
}
