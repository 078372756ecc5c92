package io.mycel.js.internal.values;

import io.mycel.api.hub.HubException;
import io.mycel.api.rpc.RpcException;
import io.mycel.js.engine.JsHostError;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What a plugin learns of a failure of Java: what was meant for it, and nothing of the machine. */
public final class Clean {
  private Clean() {}

  /** The failure that others wrap. */
  public static Throwable cause(Throwable failure) {
    Throwable at = failure;
    while ((at instanceof CompletionException || at instanceof ExecutionException)
        && at.getCause() != null) {
      at = at.getCause();
    }
    return at;
  }

  /** True for a failure whose message is written for callers. */
  public static boolean isForCallers(Throwable failure) {
    return failure instanceof RpcException
        || failure instanceof HubException
        || failure instanceof IllegalArgumentException
        || failure instanceof UnsupportedOperationException
        || failure instanceof JsHostError
        || failure instanceof ForCallers;
  }

  /** The message of a failure, as far as it is written for callers. */
  public static String message(Throwable failure) {
    Throwable cause = cause(failure);
    return isForCallers(cause) && cause.getMessage() != null
        ? cause.getMessage()
        : "internal error of the server";
  }
}
