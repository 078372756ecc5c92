package io.mycel.http.internal;

import io.mycel.api.http.HttpException;
import io.mycel.api.http.HttpRequest;
import io.mycel.api.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Makes requests and reads responses as the transport would. */
final class Requests {
  private Requests() {}

  static HttpRequest of(
      String method,
      String path,
      Map<String, String> variables,
      Map<String, List<String>> query,
      Map<String, String> headers,
      byte[] body) {
    return new HttpRequest(
        method,
        path,
        path,
        variables,
        query,
        headers,
        "127.0.0.1:50000",
        max ->
            body.length > max
                ? CompletableFuture.failedFuture(
                    new HttpException(413, "the body is larger than " + max + " bytes"))
                : CompletableFuture.completedFuture(ByteBuffer.wrap(body)));
  }

  static HttpRequest get(String path, String... headers) {
    return of("GET", path, Map.of(), Map.of(), headers(headers), new byte[0]);
  }

  static HttpRequest method(String method, String path, String... headers) {
    return of(method, path, Map.of(), Map.of(), headers(headers), new byte[0]);
  }

  static HttpRequest file(String path, String rest) {
    return of("GET", path, Map.of("*", rest), Map.of(), Map.of(), new byte[0]);
  }

  static HttpRequest call(String function, Map<String, List<String>> query, String... headers) {
    return of(
        "GET", "/w/services/s/" + function, call(function), query, headers(headers), new byte[0]);
  }

  static HttpRequest post(String function, String contentType, String body, String... headers) {
    Map<String, String> all = headers(headers);
    if (contentType != null) {
      all.put("content-type", contentType);
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return of("POST", "/w/services/s/" + function, call(function), Map.of(), all, bytes);
  }

  private static Map<String, String> call(String function) {
    return Map.of("workspace", "w", "service", "s", "function", function);
  }

  private static Map<String, String> headers(String... headers) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      map.put(headers[i], headers[i + 1]);
    }
    return map;
  }

  static HttpResponse answer(CompletionStage<HttpResponse> stage) {
    try {
      return stage.toCompletableFuture().get(5, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("the route did not answer", e);
    }
  }

  static String text(HttpResponse response) {
    ByteBuffer bytes = ((HttpResponse.Body.Bytes) response.body()).bytes();
    return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
  }
}
