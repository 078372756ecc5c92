package io.mycel.http.internal;

import io.mycel.api.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes what is no result of a call. */
final class Answers {
  static final String JSON = "application/json";

  private Answers() {}

  /** A tree as JSON. */
  static HttpResponse json(JsonFormat format, int status, Object tree) {
    return HttpResponse.of(status, JSON, format.write(tree));
  }

  /**
   * {@code {"success": false, "detail": …}}, with the headers that its status asks for: where to
   * authenticate (401), when to come back (503).
   */
  static HttpResponse problem(JsonFormat format, ErrorMapping.Problem problem) {
    HttpResponse response = json(format, problem.status(), body(problem));
    return switch (problem.status()) {
      case 401 -> response.with("www-authenticate", "Bearer realm=\"mycel\"");
      case 503 -> response.with("retry-after", "1");
      default -> response;
    };
  }

  static Map<String, Object> body(ErrorMapping.Problem problem) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("success", false);
    body.put("detail", problem.detail());
    return body;
  }
}
