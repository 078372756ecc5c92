package io.mycel.api.http;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Stands around every request, also those that no route answers. A whiteboard service; the highest
 * ranking is outermost.
 */
@ConsumerType
public interface HttpFilter {

  /**
   * Answers itself, or lets {@code next} answer and changes what comes back.
   *
   * @param next answers the request; it gives failures as responses and never as a failed stage
   */
  CompletionStage<HttpResponse> apply(
      HttpRequest request, Function<HttpRequest, CompletionStage<HttpResponse>> next);
}
