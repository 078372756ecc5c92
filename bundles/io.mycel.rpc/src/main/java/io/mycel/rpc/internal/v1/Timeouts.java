package io.mycel.rpc.internal.v1;

import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.v1.PluginPeer;
import io.mycel.rpc.internal.Errors;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends waits that last too long. */
final class Timeouts {
  private Timeouts() {}

  /** Lets a future fail after a while. */
  static <T> CompletableFuture<T> within(
      PluginPeer peer, CompletableFuture<T> future, Duration timeout, String message) {
    return told(
        peer, future.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS), timeout, message);
  }

  /** What becomes of a future that has a time-out already, with a failure of RPC in any case. */
  static <T> CompletableFuture<T> told(
      PluginPeer peer, CompletableFuture<T> future, Duration timeout, String message) {
    CompletableFuture<T> told = new CompletableFuture<>();
    future.whenComplete(
        (value, failure) -> {
          if (failure == null) {
            told.complete(value);
          } else if (Errors.unwrap(failure) instanceof TimeoutException) {
            told.completeExceptionally(
                new RpcException(
                    RpcException.Kind.TIMEOUT,
                    message + " (waited " + timeout.toMillis() / 1000.0 + " s)"));
          } else {
            told.completeExceptionally(Errors.rpc(failure));
          }
        });
    return told;
  }
}
