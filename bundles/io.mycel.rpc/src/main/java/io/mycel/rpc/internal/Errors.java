package io.mycel.rpc.internal;

import io.mycel.api.rpc.RemoteError;
import io.mycel.api.rpc.RpcException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Failures as they travel. */
public final class Errors {
  private static final int FRAMES = 20;

  private Errors() {}

  /** A failure without the wrappers that futures put around it. */
  public static Throwable unwrap(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** A failure as one of RPC. */
  public static RpcException rpc(Throwable failure) {
    Throwable cause = unwrap(failure);
    return cause instanceof RpcException rpc
        ? rpc
        : new RpcException(RpcException.Kind.DATA, message(cause));
  }

  /**
   * {@code {_rtype: "error", _rvalue, _rtrace}}. The trace names classes and lines of whoever
   * offers the function, no folders, and nothing of the platform's own.
   */
  static Map<String, Object> represent(Throwable failure) {
    Throwable cause = unwrap(failure);
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("_rtype", "error");
    map.put("_rvalue", message(cause));
    map.put("_rtrace", trace(cause));
    return map;
  }

  /** The failure that a {@code reject} brought: most often an error, but any value is allowed. */
  public static RpcException fromWire(Object value) {
    if (value instanceof RemoteError error) {
      return error.toException();
    }
    if (value instanceof Map<?, ?> map && map.get("_rvalue") != null) {
      String trace = Trees.text(map, "_rtrace");
      return RpcException.remote(map.get("_rvalue").toString(), trace == null ? "" : trace);
    }
    return RpcException.remote(String.valueOf(value), "");
  }

  /** What a failure says; its class if it says nothing. */
  public static String message(Throwable failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }

  /** That of the peer where it happened, if it is known. */
  private static String trace(Throwable failure) {
    if (failure instanceof RpcException rpc && !rpc.remoteTrace().isEmpty()) {
      return rpc.remoteTrace();
    }
    if (isOurs(failure.getClass().getName())) {
      return "";
    }
    StringBuilder trace = new StringBuilder(failure.getClass().getName());
    trace.append(": ").append(message(failure)).append('\n');
    StackTraceElement[] frames = failure.getStackTrace();
    for (int i = 0; i < Math.min(frames.length, FRAMES); i++) {
      if (isOurs(frames[i].getClassName())) {
        continue;
      }
      trace
          .append("  at ")
          .append(frames[i].getClassName())
          .append('.')
          .append(frames[i].getMethodName())
          .append(':')
          .append(frames[i].getLineNumber())
          .append('\n');
    }
    return trace.toString();
  }

  private static boolean isOurs(String className) {
    return className.startsWith("io.mycel.");
  }
}
