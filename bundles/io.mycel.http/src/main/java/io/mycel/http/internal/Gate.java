package io.mycel.http.internal;

import io.mycel.api.http.HttpRequest;
import io.mycel.api.http.HttpResponse;
import io.mycel.api.hub.User;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every request for a service passes: is there a core, who asks, and what if it fails. */
final class Gate {
  private static final Logger log = LoggerFactory.getLogger(Gate.class);

  private final Platform platform;
  private final JsonFormat json;

  Gate(Platform platform, JsonFormat json) {
    this.platform = platform;
    this.json = json;
  }

  /** Does the work of one request. */
  @FunctionalInterface
  interface Work {
    /**
     * Answers.
     *
     * @param interest is cancelled when nobody waits for the answer any more
     */
    CompletionStage<HttpResponse> run(Core core, User user, CompletableFuture<?> interest);
  }

  /**
   * Lets work answer.
   *
   * @return never fails, save by being cancelled; cancelling it gives up what the work waits for
   */
  CompletableFuture<HttpResponse> answer(HttpRequest request, Work work) {
    CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
    start(request, work, answer)
        .whenComplete(
            (response, failure) -> {
              try {
                HttpResponse result = failure == null ? response : problem(request, failure);
                if (!answer.complete(result)) {
                  abandon(result);
                }
              } catch (LinkageError e) {
                // this bundle was replaced meanwhile, and a class of its old jar is not to be had
                answer.completeExceptionally(e);
              }
            });
    return answer;
  }

  /** Gives up a stage as soon as the interest in it is cancelled. */
  static void tie(CompletableFuture<?> interest, CompletionStage<?> stage) {
    interest.whenComplete(
        (done, failure) -> {
          if (interest.isCancelled()) {
            stage.toCompletableFuture().cancel(false);
          }
        });
  }

  private CompletionStage<HttpResponse> start(
      HttpRequest request, Work work, CompletableFuture<?> interest) {
    CompletionStage<Core> core = platform.core();
    tie(interest, core);
    return core.thenCompose(
        present -> {
          User user = present.hub().authenticate(BearerToken.of(request), request.headers());
          return work.run(present, user, interest);
        });
  }

  private HttpResponse problem(HttpRequest request, Throwable failure) {
    ErrorMapping.Problem problem = ErrorMapping.of(failure);
    if (ErrorMapping.isDefect(failure)) {
      log.error("{} {} failed", request.method(), request.path(), ErrorMapping.unwrap(failure));
    } else {
      // a function that throws is its caller's affair: no line in the log for each call
      log.debug("{} {}: {}", request.method(), request.path(), problem);
    }
    return Answers.problem(json, problem);
  }

  private static void abandon(HttpResponse response) {
    if (response.body() instanceof HttpResponse.Body.Stream stream
        && stream.pieces() instanceof ItemPublisher items) {
      items.abandon();
    }
  }
}
