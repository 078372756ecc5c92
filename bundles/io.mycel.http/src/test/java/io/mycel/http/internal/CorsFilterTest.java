package io.mycel.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.mycel.api.http.HttpRequest;
import io.mycel.api.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorsFilterTest {
  private static final String PAGE = "https://imjoy.io";
  private final CorsFilter every = new CorsFilter(Settings.DEFAULT);
  private final CorsFilter some =
      new CorsFilter(Settings.origins("https://imjoy.io/, HTTP://localhost:3000", "https://b.org"));
  private boolean reachedARoute;

  @Test
  void originIsNamedAndMayUseCredentials() {
    HttpResponse response = apply(every, Requests.get("/", "origin", PAGE));

    assertEquals(PAGE, response.headers().get("access-control-allow-origin"));
    assertEquals("true", response.headers().get("access-control-allow-credentials"));
    assertEquals("Accept, Origin", response.headers().get("vary"));
    assertEquals("answer", Requests.text(response));
  }

  @Test
  void requestOfNoPageVariesOnly() {
    HttpResponse response = apply(every, Requests.get("/"));

    assertEquals(
        Map.of("content-type", "text/plain", "vary", "Accept, Origin"), response.headers());
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://imjoy.io", "http://localhost:3000", "https://b.org"})
  void listedOriginIsAllowed(String origin) {
    assertEquals(
        origin,
        apply(some, Requests.get("/", "origin", origin))
            .headers()
            .get("access-control-allow-origin"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.org",
        "http://imjoy.io",
        "https://imjoy.io.evil.org",
        "https://imjoy.io:8443",
        "https://evilimjoy.io",
        "null",
        "*",
        ""
      })
  void otherOriginGetsTheAnswerWithoutLeave(String origin) {
    HttpResponse response = apply(some, Requests.get("/", "origin", origin));

    assertEquals(
        Map.of("content-type", "text/plain", "vary", "Accept, Origin"), response.headers());
  }

  @Test
  void pageWithoutAnOriginGetsNoCredentials() {
    HttpResponse response = apply(every, Requests.get("/", "origin", "null"));

    assertEquals("null", response.headers().get("access-control-allow-origin"));
    assertNull(response.headers().get("access-control-allow-credentials"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://a.org, https://b.org", "https://a.org\r\nx: y", "https://ä.org"})
  void whatIsNoOriginIsNotRepeated(String origin) {
    assertNull(
        apply(every, Requests.get("/", "origin", origin))
            .headers()
            .get("access-control-allow-origin"));
  }

  @Test
  void preflightIsAnsweredWithoutARoute() {
    HttpResponse response =
        apply(every, preflight(PAGE, "access-control-request-headers", "authorization, x-y"));

    assertFalse(reachedARoute);
    assertEquals(204, response.status());
    assertEquals("", Requests.text(response));
    assertEquals(PAGE, response.headers().get("access-control-allow-origin"));
    assertEquals(
        "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS",
        response.headers().get("access-control-allow-methods"));
    assertEquals("authorization, x-y", response.headers().get("access-control-allow-headers"));
    assertEquals("600", response.headers().get("access-control-max-age"));
    assertEquals("Origin", response.headers().get("vary"));
  }

  @Test
  void preflightThatAsksForNothingGetsTheUsualHeaders() {
    assertEquals(
        "authorization, content-type",
        apply(every, preflight(PAGE)).headers().get("access-control-allow-headers"));
  }

  @Test
  void askedHeadersThatAreNoneAreNotRepeated() {
    assertEquals(
        "authorization, content-type",
        apply(every, preflight(PAGE, "access-control-request-headers", "x\r\ny: z"))
            .headers()
            .get("access-control-allow-headers"));
  }

  @Test
  void preflightOfAnotherOriginGetsNoLeave() {
    HttpResponse response = apply(some, preflight("https://evil.org"));

    assertFalse(reachedARoute);
    assertEquals(204, response.status());
    assertEquals(Map.of("vary", "Origin"), response.headers());
  }

  @Test
  void plainOptionsRequestIsNoPreflight() {
    assertEquals(200, apply(every, Requests.method("OPTIONS", "/", "origin", PAGE)).status());
  }

  private static HttpRequest preflight(String origin, String... more) {
    String[] headers = {"origin", origin, "access-control-request-method", "POST"};
    String[] all = java.util.Arrays.copyOf(headers, headers.length + more.length);
    System.arraycopy(more, 0, all, headers.length, more.length);
    return Requests.method("OPTIONS", "/", all);
  }

  private HttpResponse apply(CorsFilter filter, HttpRequest request) {
    return Requests.answer(
        filter.apply(
            request,
            passed -> {
              reachedARoute = true;
              return CompletableFuture.completedFuture(
                  HttpResponse.of(200, "text/plain", "answer").with("vary", "Accept"));
            }));
  }
}
