package io.mycel.api.rpc;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waits for answers on behalf of blocking Java interfaces. */
final class Waiting {
  private Waiting() {}

  /**
   * Calls and waits. The answer comes straight from the thread that received it, so that a function
   * that waits here does not need a second thread of the peer's executor.
   */
  static Object forAnswer(RemoteFunction function, List<Object> args, Map<String, Object> kwargs) {
    CompletableFuture<Object> answer =
        function.peer().callDirect(function, args, kwargs, CallOptions.DEFAULT);
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer.cancel(false);
      throw new RpcException(
          RpcException.Kind.TIMEOUT, "interrupted while waiting for " + function);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RpcException failure) {
        throw failure.again();
      }
      throw new RpcException(RpcException.Kind.DATA, String.valueOf(e.getCause()));
    }
  }
}
