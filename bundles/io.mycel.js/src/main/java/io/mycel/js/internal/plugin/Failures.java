package io.mycel.js.internal.plugin;

import io.mycel.api.rpc.RpcException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Failures of the server, as plugins learn of them: what was meant for callers, nothing else. */
final class Failures {
  private Failures() {}

  /** A failure without what futures wrap around it. */
  static Throwable cause(Throwable failure) {
    Throwable at = failure;
    while ((at instanceof CompletionException || at instanceof ExecutionException)
        && at.getCause() != null) {
      at = at.getCause();
    }
    return at;
  }

  /** Its message. */
  static String message(Throwable failure) {
    Throwable cause = cause(failure);
    boolean meant =
        cause instanceof RpcException
            || cause instanceof PluginFailure
            || cause instanceof IllegalArgumentException
            || cause instanceof UnsupportedOperationException
            || cause.getClass().getName().startsWith("io.mycel.");
    return meant && cause.getMessage() != null
        ? cause.getMessage()
        : "internal error of the server";
  }

  /** Its trace, if it came from another peer. */
  static String trace(Throwable failure) {
    return cause(failure) instanceof RpcException rpc ? rpc.remoteTrace() : "";
  }
}
