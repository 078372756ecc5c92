package io.mycel.js.internal.plugin;

import io.mycel.js.internal.values.Clean;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Stages of work that others finish. */
final class Stages {
  private Stages() {}

  /** Completes a future as a stage is. */
  static <T> void join(CompletionStage<? extends T> stage, CompletableFuture<T> future) {
    stage.whenComplete(
        (value, failure) -> {
          if (failure == null) {
            future.complete(value);
          } else {
            future.completeExceptionally(Clean.cause(failure));
          }
        });
  }
}
