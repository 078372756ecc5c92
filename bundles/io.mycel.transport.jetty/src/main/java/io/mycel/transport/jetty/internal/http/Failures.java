package io.mycel.transport.jetty.internal.http;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.mycel.api.http.HttpException;
import io.mycel.api.http.HttpResponse;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Failures as clients see them: {@code {"success": false, "detail": …}}, never a stack trace. */
final class Failures {
  private static final Logger log = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /** A failure with a line for the client. */
  static HttpResponse response(int status, String detail) {
    return HttpResponse.of(status, "application/json", json(detail));
  }

  /** The body alone. */
  static String json(String detail) {
    char[] quoted = JsonStringEncoder.getInstance().quoteAsString(detail);
    return "{\"success\": false, \"detail\": \"" + new String(quoted) + "\"}";
  }

  /**
   * What a route or filter failed with. Anything but an {@link HttpException} is a defect: the
   * client gets an id that the log line has too.
   *
   * @param target the request, for the log
   */
  static HttpResponse response(Throwable failure, String target) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof HttpException http) {
      String detail = http.getMessage() == null ? "failed" : http.getMessage();
      return response(http.status(), detail);
    }
    String id = UUID.randomUUID().toString().substring(0, 8);
    log.error("{} failed, id {}", target, id, cause);
    return response(500, "internal error; the server's log tells more under the id " + id);
  }
}
