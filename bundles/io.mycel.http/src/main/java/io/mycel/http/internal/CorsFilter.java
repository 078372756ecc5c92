package io.mycel.http.internal;

import io.mycel.api.http.HttpFilter;
import io.mycel.api.http.HttpRequest;
import io.mycel.api.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Lets web pages of other origins call this server (Fetch standard, "HTTP-CORS protocol").
 *
 * <p>An allowed origin is named in the answer, never {@code *}, so that pages may send their token.
 * Pages without an origin of their own ({@code Origin: null}) are allowed where every origin is,
 * but without credentials. A preflight is answered here with 204 and reaches no route.
 */
@Component(configurationPid = HttpConfig.PID, property = "service.ranking:Integer=1000")
public final class CorsFilter implements HttpFilter {
  private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
  private static final String DEFAULT_HEADERS = "authorization, content-type";
  private static final String EXPOSED = "content-range, retry-after, www-authenticate";
  private static final int MAX_ORIGIN_CHARS = 512;

  private final Set<String> origins = new TreeSet<>();
  private final boolean anyOrigin;
  private final int maxAgeSeconds;

  @Activate
  public CorsFilter(HttpConfig config) {
    for (String entry : config.allowOrigins()) {
      // the command line hands over one comma-separated list
      Stream.of(entry.split(","))
          .map(CorsFilter::canonical)
          .filter(origin -> !origin.isEmpty())
          .forEach(origins::add);
    }
    anyOrigin = origins.contains("*");
    maxAgeSeconds = config.corsMaxAgeSeconds();
  }

  @Override
  public CompletionStage<HttpResponse> apply(
      HttpRequest request, Function<HttpRequest, CompletionStage<HttpResponse>> next) {
    String origin = request.header("origin").orElse("");
    boolean allowed = isAllowed(origin);
    if (isPreflight(request)) {
      return CompletableFuture.completedFuture(preflight(request, origin, allowed));
    }
    return next.apply(request).thenApply(response -> answer(response, origin, allowed));
  }

  private static boolean isPreflight(HttpRequest request) {
    return request.method().equals("OPTIONS")
        && request.header("origin").isPresent()
        && request.header("access-control-request-method").isPresent();
  }

  private boolean isAllowed(String origin) {
    boolean plain =
        !origin.isEmpty()
            && origin.length() <= MAX_ORIGIN_CHARS
            && origin.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ',');
    return plain && (anyOrigin || origins.contains(canonical(origin)));
  }

  private HttpResponse preflight(HttpRequest request, String origin, boolean allowed) {
    HttpResponse empty =
        new HttpResponse(204, Map.of(), new HttpResponse.Body.Bytes(ByteBuffer.allocate(0)));
    HttpResponse response = answer(empty, origin, allowed);
    if (!allowed) {
      return response;
    }
    String asked = request.header("access-control-request-headers").orElse(DEFAULT_HEADERS);
    boolean plain = asked.chars().allMatch(c -> c == ' ' || c == ',' || isTokenChar(c));
    return response
        .with("access-control-allow-methods", METHODS)
        .with("access-control-allow-headers", plain ? asked : DEFAULT_HEADERS)
        .with("access-control-max-age", Integer.toString(maxAgeSeconds));
  }

  private static HttpResponse answer(HttpResponse response, String origin, boolean allowed) {
    Map<String, String> headers = new LinkedHashMap<>(response.headers());
    // a cache must not give the answer for one origin to another, nor that for none to one
    headers.merge("vary", "Origin", (old, more) -> old + ", " + more);
    if (allowed) {
      headers.put("access-control-allow-origin", origin);
      headers.put("access-control-expose-headers", EXPOSED);
      if (!origin.equals("null")) {
        headers.put("access-control-allow-credentials", "true");
      }
    }
    return new HttpResponse(response.status(), headers, response.body());
  }

  private static String canonical(String origin) {
    String plain = origin.strip().toLowerCase(Locale.ROOT);
    return plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
  }

  private static boolean isTokenChar(int c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
  }
}
