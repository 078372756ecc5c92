package io.mycel.hub.internal;

import io.mycel.api.hub.HubException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What other bundles of this JVM have asked of the hub and wait for. Nobody answers that any more
 * when the hub has gone, so it goes when they are done, or tells them.
 */
final class OpenRequests {
  private final CallGate gate = new CallGate();
  private final Set<CompletableFuture<?>> open = ConcurrentHashMap.newKeySet();

  /**
   * Makes a request.
   *
   * @throws HubException of kind {@code STOPPED} if the hub goes
   */
  <T> CompletionStage<T> make(Supplier<? extends CompletionStage<T>> request) {
    if (!gate.enter()) {
      throw stopped();
    }
    CompletableFuture<T> answer = new CompletableFuture<>();
    open.add(answer);
    answer.whenComplete(
        (value, failure) -> {
          open.remove(answer);
          gate.leave();
        });
    try {
      request
          .get()
          .whenComplete(
              (value, failure) -> {
                if (failure == null) {
                  answer.complete(value);
                } else {
                  answer.completeExceptionally(failure);
                }
              });
    } catch (RuntimeException e) {
      answer.completeExceptionally(e);
      throw e;
    }
    return answer;
  }

  /**
   * Takes no more requests, and returns when there is none; after a time those that are left fail
   * with a {@link HubException} of kind {@code STOPPED}.
   */
  void close(Duration patience) {
    gate.close();
    gate.awaitEmpty(patience);
    open.forEach(answer -> answer.completeExceptionally(stopped()));
  }

  private static HubException stopped() {
    return new HubException(
        HubException.Kind.STOPPED, "the hub is being stopped or replaced; try again in a moment");
  }
}
