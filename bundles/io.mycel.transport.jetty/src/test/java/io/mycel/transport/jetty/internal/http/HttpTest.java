package io.mycel.transport.jetty.internal.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.http.HttpException;
import io.mycel.api.http.HttpFilter;
import io.mycel.api.http.HttpResponse;
import io.mycel.api.http.HttpRoute;
import io.mycel.transport.jetty.internal.RunningTransport;
import io.mycel.transport.jetty.internal.TestConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTest {
  private RunningTransport running;

  private static final HttpRoute TELL_VARIABLES =
      request -> text(200, request.method() + " " + request.variables());

  private static CompletableFuture<HttpResponse> text(int status, String text) {
    return CompletableFuture.completedFuture(HttpResponse.of(status, "text/plain", text));
  }

  @BeforeEach
  void start() {
    TestConfig config =
        new TestConfig()
            .with("httpMaxHeaderBytes", 4096)
            // what is taken away here does not come back
            .with("replaceTimeoutMillis", 100);
    running = new RunningTransport(config, null);
  }

  @AfterEach
  void stop() {
    running.close();
  }

  private String get(String path) throws Exception {
    return running.exchange("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  }

  private static String status(String response) {
    return response.substring(0, response.indexOf("\r\n"));
  }

  private static String body(String response) {
    return response.substring(response.indexOf("\r\n\r\n") + 4);
  }

  @Test
  void routeGetsTheDecodedVariables() throws Exception {
    running.route(TELL_VARIABLES, "/{workspace}/services/{service}");
    assertEquals(
        "GET {workspace=ws-user-a.b, service=client:service@app/1 <lambda>}",
        body(get("/ws-user-a.b/services/client:service@app%2F1%20%3Clambda%3E")));
    assertEquals("GET {workspace=*, service=*:name}", body(get("/*/services/*:name")));
  }

  @Test
  void restOfAPrefixIsHandedOverRaw() throws Exception {
    running.route(TELL_VARIABLES, "/files/*");
    assertEquals("GET {*=a%2Fb//c;d/}", body(get("/files/a%2Fb//c;d/")));
    assertEquals("GET {*=}", body(get("/files/")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/files/../x",
        "/files/%2e%2e/x",
        "/files/.%2E/x",
        "/files/..%2fx",
        "/files/a%2f..%2f..%2fx",
        "/files/..%5cx",
        "/files/..;a/x",
        "/files/./x",
        "/files/a%00b",
        "/files/a%0ab",
        "/files/%",
        "/files/%zz",
        "/files/%c0%af",
        "/files/%ff",
        "/files/a\\b",
        "/files/<a>",
        "/files/a#b",
        "*",
        "files"
      })
  void suspiciousPathIsRefused(String path) throws Exception {
    running.route(TELL_VARIABLES, "/files/*").route(TELL_VARIABLES, "/{any}/{thing}");
    String response = get(path);
    assertEquals("HTTP/1.1 400 Bad Request", status(response));
    assertTrue(body(response).startsWith("{\"success\": false, \"detail\": \""), response);
  }

  @Test
  void pathThatLooksLikeAnAuthorityIsAPath() throws Exception {
    running.route(TELL_VARIABLES, "/{any}");
    assertTrue(status(get("//evil")).contains("404"), get("//evil"));
  }

  @Test
  void unknownPathIsNotFoundInJson() throws Exception {
    String response = get("/nowhere");
    assertTrue(status(response).contains("404"));
    assertTrue(response.toLowerCase().contains("content-type: application/json"));
    assertEquals("{\"success\": false, \"detail\": \"nothing is at /nowhere\"}", body(response));
    assertFalse(response.toLowerCase().contains("jetty"));
    assertFalse(response.toLowerCase().contains("server:"));
  }

  @Test
  void wrongMethodTellsTheAllowedOnes() throws Exception {
    running.route(TELL_VARIABLES, "/a", "GET", "POST");
    String response =
        running.exchange("DELETE /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertTrue(status(response).contains("405"));
    assertTrue(response.contains("GET, HEAD, POST"), response);
    assertTrue(response.toLowerCase().contains("\r\nallow: get, head, post\r\n"), response);
  }

  @Test
  void headHasTheHeadersOfGetAndNoBody() throws Exception {
    running.route(TELL_VARIABLES, "/a");
    String response = running.exchange("HEAD /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertTrue(response.toLowerCase().contains("content-length: 7\r\n"), response);
    assertEquals("", body(response));
  }

  @Test
  void httpExceptionGivesItsStatusWhetherThrownOrLater() throws Exception {
    running.route(
        request -> {
          throw new HttpException(418, "a \"teapot\"");
        },
        "/thrown");
    running.route(
        request -> CompletableFuture.failedFuture(new HttpException(504, "too late")), "/failed");
    assertEquals("{\"success\": false, \"detail\": \"a \\\"teapot\\\"\"}", body(get("/thrown")));
    assertTrue(status(get("/failed")).contains("504"));
  }

  @Test
  void defectOfARouteTellsNothingButAnId() throws Exception {
    running.route(
        request -> {
          throw new IllegalStateException("the secret is 42");
        },
        "/defect");
    running.route(request -> null, "/null");
    String response = get("/defect");
    assertTrue(status(response).contains("500"));
    assertTrue(body(response).matches(".*under the id [0-9a-f]{8}\"}"), response);
    assertFalse(response.contains("secret"));
    assertTrue(status(get("/null")).contains("500"));
  }

  @Test
  void headerInjectionIsImpossible() throws Exception {
    running.route(
        request -> text(200, "x").thenApply(r -> r.with("x-evil", "a\r\nset-cookie: b")), "/a");
    assertFalse(get("/a").toLowerCase().contains("\r\nset-cookie"));
  }

  @Test
  void bodyIsReadWholeAndBounded() throws Exception {
    running.route(
        request ->
            request
                .body()
                .read(100_000)
                .thenApply(b -> HttpResponse.of(200, "application/octet-stream", b)),
        "/echo",
        "POST");
    byte[] fits = new byte[100_000];
    fits[99_999] = 7;
    var uri = running.uri().resolve("/echo");
    var request = java.net.http.HttpRequest.newBuilder(uri);
    var whole =
        running.client.send(
            request.POST(BodyPublishers.ofByteArray(fits)).build(), BodyHandlers.ofByteArray());
    assertEquals(ByteBuffer.wrap(fits), ByteBuffer.wrap(whole.body()));
    var chunked =
        running.client.send(
            request
                .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(fits)))
                .build(),
            BodyHandlers.ofByteArray());
    assertEquals(ByteBuffer.wrap(fits), ByteBuffer.wrap(chunked.body()));
    var tooLarge =
        running.client.send(
            request.POST(BodyPublishers.ofByteArray(new byte[5_000_000])).build(),
            BodyHandlers.ofString());
    assertEquals(413, tooLarge.statusCode());
    var tooLargeInChunks =
        running.client.send(
            request
                .POST(
                    BodyPublishers.ofInputStream(
                        () -> new java.io.ByteArrayInputStream(new byte[5_000_000])))
                .build(),
            BodyHandlers.ofString());
    assertEquals(413, tooLargeInChunks.statusCode());
  }

  @Test
  void clientThatWaitsToContinueIsToldTo() throws Exception {
    running.route(
        request -> request.body().read(10).thenApply(b -> HttpResponse.of(200, "text/plain", b)),
        "/echo",
        "POST");
    try (Socket socket = running.socket()) {
      String head =
          "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n"
              + "Connection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      byte[] interim = socket.getInputStream().readNBytes("HTTP/1.1 100 Continue".length());
      assertEquals("HTTP/1.1 100 Continue", new String(interim, StandardCharsets.ISO_8859_1));
      socket.getOutputStream().write("abc".getBytes(StandardCharsets.ISO_8859_1));
      String rest = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertTrue(rest.contains("200 OK") && rest.endsWith("abc"), rest);
    }
  }

  @Test
  void clientThatWaitsToContinueWithTooMuchIsToldNotTo() throws Exception {
    running.route(
        request -> request.body().read(10).thenApply(b -> HttpResponse.of(200, "text/plain", b)),
        "/echo",
        "POST");
    String head =
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n";
    String response = running.exchange(head);
    assertTrue(status(response).contains(" 413 "), response);
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws Exception {
    ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
    try {
      running.route(
          request -> {
            CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
            String n = request.parameter("n").orElseThrow();
            long delay = n.equals("1") ? 200 : 0;
            later.schedule(
                () -> answer.complete(HttpResponse.of(200, "text/plain", "<" + n + ">")),
                delay,
                TimeUnit.MILLISECONDS);
            return answer;
          },
          "/n");
      String response =
          running.exchange(
              "GET /n?n=1 HTTP/1.1\r\nHost: x\r\n\r\nGET /n?n=2 HTTP/1.1\r\nHost: x\r\n\r\n"
                  + "GET /n?n=3 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertEquals(
          "<1><2><3>",
          response
              .replaceAll("[^<>0-9]|HTTP/1.1 200 OK", "")
              .replaceAll("[^<>]*(<\\d>)[^<>]*", "$1"));
    } finally {
      later.shutdownNow();
    }
  }

  @Test
  void queryIsDecodedInOrder() throws Exception {
    running.route(request -> text(200, request.query() + " " + request.target()), "/q");
    assertEquals(
        "{a=[1 2, x], b=[], c=[ä&]} /q?a=1+2&b&c=%C3%A4%26&a=x",
        new String(
            body(get("/q?a=1+2&b&c=%C3%A4%26&a=x")).getBytes(StandardCharsets.ISO_8859_1),
            StandardCharsets.UTF_8));
    assertTrue(status(get("/q?a=%zz")).contains("400"));
  }

  @Test
  void literalGoesBeforeVariableAndRoutesGoAway() throws Exception {
    HttpRoute literal = request -> text(200, "literal");
    running.route(TELL_VARIABLES, "/{any}").route(literal, "/a");
    assertEquals("literal", body(get("/a")));
    running.transport.removeRoute(literal);
    assertEquals("GET {any=a}", body(get("/a")));
  }

  @Test
  void filtersStandAroundEveryRequestTheHighestRankingOutermost() throws Exception {
    HttpFilter outer =
        (request, next) -> next.apply(request).thenApply(r -> r.with("x-a", "outer"));
    HttpFilter inner =
        (request, next) -> next.apply(request).thenApply(r -> r.with("x-a", "inner"));
    running.transport.addFilter(inner, Map.of("service.ranking", 1));
    running.transport.addFilter(outer, Map.of("service.ranking", 2));
    assertTrue(get("/nowhere").toLowerCase().contains("x-a: outer\r\n"));
    running.transport.removeFilter(outer);
    assertTrue(get("/nowhere").toLowerCase().contains("x-a: inner\r\n"));
  }

  @ParameterizedTest
  @CsvSource({"BAD, 400", "'GET / HTTP/9.9', 505", "'GET /a b HTTP/1.1', 400"})
  void malformedRequestIsRefusedInJson(String line, int expected) throws Exception {
    String response = running.exchange(line + "\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertTrue(status(response).contains(" " + expected + " "), response);
    assertTrue(body(response).startsWith("{\"success\": false"), response);
    assertFalse(response.toLowerCase().contains("jetty"), response);
  }

  @Test
  void clientThatDripsItsRequestIsDropped() throws Exception {
    TestConfig config = new TestConfig().with("openTimeoutMillis", 300);
    try (RunningTransport impatient = new RunningTransport(config, null);
        Socket socket = impatient.socket()) {
      ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor();
      try {
        drip.scheduleAtFixedRate(
            () -> {
              try {
                socket.getOutputStream().write('a');
              } catch (IOException e) {
                drip.shutdown();
              }
            },
            0,
            50,
            TimeUnit.MILLISECONDS);
        assertTrue(endsWithin(socket), "the socket is still open");
      } finally {
        drip.shutdownNow();
      }
    }
  }

  /** Whether the server ends the connection, by whatever means, before the read times out. */
  private static boolean endsWithin(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (SocketException e) {
      return true;
    }
  }

  @Test
  void hugeHeaderIsRefusedInJson() throws Exception {
    String response =
        running.exchange("GET / HTTP/1.1\r\nHost: x\r\nX-Huge: " + "a".repeat(5000) + "\r\n\r\n");
    assertTrue(status(response).contains(" 431 "), response);
    assertTrue(body(response).startsWith("{\"success\": false"), response);
  }

  @Test
  void streamIsFlushedPieceByPieceAndEnds() throws Exception {
    SubmissionPublisher<ByteBuffer> publisher = new SubmissionPublisher<>();
    running.route(
        request ->
            CompletableFuture.completedFuture(
                new HttpResponse(
                    200,
                    Map.of("content-type", "text/event-stream"),
                    new HttpResponse.Body.Stream(publisher))),
        "/events");
    var request = java.net.http.HttpRequest.newBuilder(running.uri().resolve("/events")).build();
    var response = running.client.send(request, BodyHandlers.ofInputStream());
    InputStream in = response.body();
    for (String piece : new String[] {"data: 1\n\n", "data: 2\n\n"}) {
      publisher.submit(ByteBuffer.wrap(piece.getBytes(StandardCharsets.UTF_8)));
      assertEquals(piece, new String(in.readNBytes(piece.length()), StandardCharsets.UTF_8));
    }
    publisher.close();
    assertEquals(-1, in.read());
  }

  @Test
  void streamIsCancelledWhenItsClientGoesAwayThoughNothingIsSent() throws Exception {
    CountDownLatch cancelled = new CountDownLatch(1);
    Flow.Publisher<ByteBuffer> silent =
        subscriber ->
            subscriber.onSubscribe(
                new Flow.Subscription() {
                  @Override
                  public void request(long n) {}

                  @Override
                  public void cancel() {
                    cancelled.countDown();
                  }
                });
    running.route(
        request ->
            CompletableFuture.completedFuture(
                new HttpResponse(200, Map.of(), new HttpResponse.Body.Stream(silent))),
        "/events");
    try (Socket socket = running.socket()) {
      socket
          .getOutputStream()
          .write("GET /events HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      assertEquals('H', socket.getInputStream().read());
    }
    assertTrue(cancelled.await(10, TimeUnit.SECONDS));
  }

  @Test
  void fastPublisherIsNotAskedForMoreThanTheClientReads() throws Exception {
    CountDownLatch stalled = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    Flow.Publisher<ByteBuffer> endless =
        subscriber ->
            subscriber.onSubscribe(
                new Flow.Subscription() {
                  private int asked;

                  @Override
                  public void request(long n) {
                    assertEquals(1, n);
                    if (++asked == 2000) {
                      stalled.countDown();
                    }
                    subscriber.onNext(ByteBuffer.allocate(100_000));
                  }

                  @Override
                  public void cancel() {
                    cancelled.countDown();
                  }
                });
    running.route(
        request ->
            CompletableFuture.completedFuture(
                new HttpResponse(200, Map.of(), new HttpResponse.Body.Stream(endless))),
        "/endless");
    try (Socket socket = running.socket()) {
      socket
          .getOutputStream()
          .write("GET /endless HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      assertEquals('H', socket.getInputStream().read());
      assertFalse(stalled.await(500, TimeUnit.MILLISECONDS), "200 MB were asked for");
    }
    assertTrue(cancelled.await(10, TimeUnit.SECONDS));
  }

  @Test
  void publisherThatAnswersAtOnceDoesNotNest() throws Exception {
    int pieces = 100_000;
    Flow.Publisher<ByteBuffer> eager =
        subscriber ->
            subscriber.onSubscribe(
                new Flow.Subscription() {
                  private int sent;

                  @Override
                  public void request(long n) {
                    if (++sent <= pieces) {
                      subscriber.onNext(ByteBuffer.wrap(new byte[] {'x'}));
                    } else {
                      subscriber.onComplete();
                    }
                  }

                  @Override
                  public void cancel() {}
                });
    running.route(
        request ->
            CompletableFuture.completedFuture(
                new HttpResponse(200, Map.of(), new HttpResponse.Body.Stream(eager))),
        "/eager");
    var request = java.net.http.HttpRequest.newBuilder(running.uri().resolve("/eager")).build();
    var response = running.client.send(request, BodyHandlers.ofString());
    assertEquals(pieces, response.body().length());
  }

  @Test
  void countsAnswersByStatusClass() throws Exception {
    running.route(TELL_VARIABLES, "/a");
    get("/a");
    get("/b");
    get("/b");
    assertEquals(1, running.figure("mycel_http_requests_total", "2xx"));
    assertEquals(2, running.figure("mycel_http_requests_total", "4xx"));
  }
}
