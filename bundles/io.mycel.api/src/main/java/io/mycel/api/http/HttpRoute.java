package io.mycel.api.http;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One kind of request that a bundle answers. A whiteboard service: the transport finds it by its
 * properties {@link #PATTERN} and {@link #METHODS} and hands it every request that matches. Several
 * threads may call it at once; it must not block the calling thread, but complete the stage later.
 *
 * <p>A pattern is a path whose segments are literal or a variable in braces, e.g. {@code
 * /{workspace}/services/{service}}; a last segment {@code *} takes any rest. A literal segment goes
 * before a variable, a variable before {@code *}; among equals the service with the higher ranking
 * wins. {@code HEAD} is answered by the route for {@code GET}.
 */
@ConsumerType
public interface HttpRoute {
  /** Service property, String or String[]: the path patterns. */
  String PATTERN = "mycel.http.pattern";

  /** Service property, String or String[]: the methods; {@code GET} if absent. */
  String METHODS = "mycel.http.methods";

  /**
   * Answers a request.
   *
   * @return the response; a stage that fails with an {@link HttpException} gives its status, any
   *     other failure 500 without details
   * @throws HttpException the same, at once
   */
  CompletionStage<HttpResponse> handle(HttpRequest request);
}
