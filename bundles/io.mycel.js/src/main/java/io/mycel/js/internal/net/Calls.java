package io.mycel.js.internal.net;

import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RpcFunction;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Calls functions of another process, whose answer says only that it is done. */
final class Calls {
  private Calls() {}

  static CompletableFuture<Void> of(RpcFunction function, Object... args) {
    try {
      Object answer = function.call(new Call(Arrays.asList(args), Map.of(), null));
      return answer instanceof CompletionStage<?> stage
          ? stage.<Void>thenApply(done -> null).toCompletableFuture()
          : CompletableFuture.completedFuture(null);
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
