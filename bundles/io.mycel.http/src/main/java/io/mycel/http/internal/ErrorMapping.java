package io.mycel.http.internal;

import io.mycel.api.http.HttpException;
import io.mycel.api.hub.HubException;
import io.mycel.api.rpc.RpcException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * Which status a failure has, and what its client is told.
 *
 * <p>A function that throws is told apart by the type of its error as in Hypha's HTTP proxy: {@code
 * PermissionError} is 403, {@code KeyError} 404, {@code TypeError}, {@code ValueError} and {@code
 * AssertionError} 400; of the others those that say "not found" are 404 and the rest 500. The type
 * is at the front of the message, at the end of a Python trace or at the front of a JavaScript one.
 * The trace itself never reaches the client.
 */
final class ErrorMapping {
  private static final Map<String, Integer> STATUS_OF_TYPE =
      Map.of(
          "PermissionError", 403,
          "KeyError", 404,
          "TypeError", 400,
          "ValueError", 400,
          "AssertionError", 400);

  private ErrorMapping() {}

  /** An answer of failure. */
  record Problem(int status, String detail) {}

  /** What a client is told about a failure. */
  static Problem of(Throwable failure) {
    Throwable cause = unwrap(failure);
    if (cause instanceof HttpException e) {
      return new Problem(e.status(), e.getMessage());
    }
    if (cause instanceof HubException e) {
      return new Problem(status(e.kind()), e.getMessage());
    }
    if (cause instanceof RpcException e) {
      return ofCall(e);
    }
    return new Problem(500, "internal error; the log of the server tells more");
  }

  /** True for what no client can have caused: its log line needs the stack trace. */
  static boolean isDefect(Throwable failure) {
    Throwable cause = unwrap(failure);
    return !(cause instanceof HttpException
        || cause instanceof HubException
        || cause instanceof RpcException);
  }

  /** The failure itself, out of what a stage wraps around it. */
  static Throwable unwrap(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static int status(HubException.Kind kind) {
    return switch (kind) {
      case UNAUTHENTICATED -> 401;
      case PERMISSION -> 403;
      case NOT_FOUND -> 404;
      case CONFLICT -> 409;
      case INVALID -> 400;
      case UNAVAILABLE -> 501;
      case STOPPED -> 503;
    };
  }

  private static Problem ofCall(RpcException e) {
    RemoteError error = RemoteError.of(e);
    int status =
        switch (e.kind()) {
          case METHOD_NOT_FOUND -> 404;
          case PERMISSION -> 403;
          case TIMEOUT -> 504;
          case PEER_GONE, DATA -> 502;
          case REMOTE ->
              STATUS_OF_TYPE.getOrDefault(error.type(), error.saysNotFound() ? 404 : 500);
        };
    return new Problem(status, error.message());
  }
}
