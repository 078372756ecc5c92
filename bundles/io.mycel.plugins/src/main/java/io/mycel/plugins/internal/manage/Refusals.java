package io.mycel.plugins.internal.manage;

import io.mycel.api.rpc.RpcException;
import io.mycel.plugins.internal.net.DownloadException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * Failures as clients are told of them. RPC has no field for their kinds: clients, and HTTP for its
 * status, tell them apart by the names that Python has for them, as with Hypha.
 */
final class Refusals {
  private static final String ABSENT = "KeyError";
  private static final String INVALID = "ValueError";

  private Refusals() {}

  /** What a client is told. */
  static Exception of(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    if (message == null) {
      return cause instanceof Exception e ? e : new IllegalStateException(cause);
    }
    boolean argument =
        cause instanceof RpcException rpc && rpc.kind() == RpcException.Kind.DATA
            || cause instanceof IllegalArgumentException;
    if (argument) {
      return named(INVALID, message);
    }
    if (cause instanceof InstallException e) {
      return switch (kind(e)) {
        case ABSENT -> named(ABSENT, message);
        case INVALID -> named(INVALID, message);
        case SERVER -> e;
      };
    }
    return cause instanceof Exception e ? e : new IllegalStateException(cause);
  }

  private static RpcException named(String name, String message) {
    return new RpcException(RpcException.Kind.REMOTE, message, name + ": " + message);
  }

  /** A disk that is full, or a host that is down, is nothing that the client has done wrong. */
  private static InstallException.Kind kind(InstallException failure) {
    if (failure.kind() != InstallException.Kind.INVALID) {
      return failure.kind();
    }
    for (Throwable at = failure.getCause(); at != null; at = at.getCause()) {
      if (at instanceof DownloadException download) {
        return kind(download);
      }
      if (at instanceof FileNotFoundException) {
        return InstallException.Kind.ABSENT;
      }
      if (at instanceof IOException) {
        return InstallException.Kind.SERVER;
      }
    }
    return InstallException.Kind.INVALID;
  }

  private static InstallException.Kind kind(DownloadException failure) {
    if (failure.isNotFound()) {
      return InstallException.Kind.ABSENT;
    }
    return failure.isRefusal() ? InstallException.Kind.INVALID : InstallException.Kind.SERVER;
  }
}
