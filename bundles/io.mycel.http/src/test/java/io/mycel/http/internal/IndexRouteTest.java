package io.mycel.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.http.HttpResponse;
import io.mycel.api.transport.Listener;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;

class IndexRouteTest {
  private static final String BROWSER =
      "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

  private final Platform platform = new Platform(Settings.DEFAULT);
  private final IndexRoute route =
      new IndexRoute(bundle("0.1.0.SNAPSHOT"), platform, new JsonFormat(Settings.DEFAULT));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*/*",
        "application/json",
        "text/html;q=0.5, application/json",
        "text/*;q=0",
        "nonsense",
        "text/html;q=x"
      })
  void versionIsJson(String accept) {
    HttpResponse response = get("accept", accept);

    assertEquals("application/json", response.headers().get("content-type"));
    assertEquals("{\"name\":\"Mycel\",\"version\":\"0.1.0-SNAPSHOT\"}", Requests.text(response));
    assertEquals("Accept", response.headers().get("vary"));
  }

  @Test
  void versionIsJsonWithoutAWish() {
    assertEquals("application/json", get().headers().get("content-type"));
  }

  @ParameterizedTest
  @ValueSource(strings = {BROWSER, "text/html", "text/*", "application/json;q=0.1,text/html;q=0.2"})
  void browserGetsAPage(String accept) {
    assertEquals("text/html; charset=utf-8", get("accept", accept).headers().get("content-type"));
  }

  @Test
  void pageTellsVersionAndHowToConnect() {
    platform.bindListener(listener("http://127.0.0.1:9123"));

    String page = Requests.text(get("accept", BROWSER));

    assertTrue(page.contains("<title>Mycel 0.1.0-SNAPSHOT</title>"));
    assertTrue(page.contains("\"server_url\": \"http://127.0.0.1:9123\""));
    assertTrue(page.contains("server_url: \"http://127.0.0.1:9123\""));
    assertTrue(page.contains("curl 'http://127.0.0.1:9123/&lt;workspace&gt;/services/"));
    assertTrue(page.contains("href=\"/health/readiness\""));
    assertTrue(page.contains("href=\"/metrics\""));
    assertFalse(page.contains("{base}"));
  }

  @Test
  void pageLoadsNothing() {
    HttpResponse response = get("accept", BROWSER);
    String page = Requests.text(response);

    assertFalse(page.contains("src="), page);
    assertFalse(page.contains("<link"), page);
    assertFalse(page.contains("url("), page);
    assertEquals(
        "default-src 'none'; style-src 'unsafe-inline'",
        response.headers().get("content-security-policy"));
  }

  @Test
  void nothingOfTheRequestIsOnThePage() {
    HttpResponse response =
        get("accept", BROWSER, "host", "evil.example", "x-forwarded-host", "evil.example");

    assertFalse(Requests.text(response).contains("evil"));
  }

  @Test
  void whatIsPutIntoThePageIsEscaped() {
    String page = IndexPage.of("<1>&\"'", "http://[::1]:1/?a&b<script>");

    assertTrue(page.contains("Mycel &lt;1&gt;&amp;&quot;&#39;"));
    assertTrue(page.contains("http://[::1]:1/?a&amp;b&lt;script&gt;"));
    assertFalse(page.contains("<script>"));
  }

  private HttpResponse get(String... headers) {
    return Requests.answer(route.handle(Requests.get("/", headers)));
  }

  private static Listener listener(String uri) {
    return new Listener() {
      @Override
      public Optional<URI> uri() {
        return Optional.of(URI.create(uri));
      }

      @Override
      public Optional<String> failure() {
        return Optional.empty();
      }
    };
  }

  private static BundleContext bundle(String version) {
    Bundle bundle = answering(Bundle.class, new Version(version));
    return answering(BundleContext.class, bundle);
  }

  private static <T> T answering(Class<T> type, Object answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> answer));
  }
}
