package io.mycel.js.internal.plugin;

import io.mycel.api.rpc.RpcException;
import io.mycel.js.internal.values.Clean;

/** Failures of the server, as plugins learn of them: what was meant for callers, nothing else. */
final class Failures {
  private Failures() {}

  /** Its message; failures of other bundles of Mycel have some that are meant for people. */
  static String message(Throwable failure) {
    Throwable cause = Clean.cause(failure);
    boolean meant = cause.getClass().getName().startsWith("io.mycel.");
    return meant && cause.getMessage() != null ? cause.getMessage() : Clean.message(cause);
  }

  /** Its trace, if it came from another peer. */
  static String trace(Throwable failure) {
    return Clean.cause(failure) instanceof RpcException rpc ? rpc.remoteTrace() : "";
  }
}
