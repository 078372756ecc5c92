package io.mycel.js.internal.process;

import io.mycel.js.internal.plugin.PluginFailure;
import io.mycel.js.internal.values.Clean;

/** What the other side learns of a failure. */
final class Messages {
  private Messages() {}

  static String of(Throwable cause) {
    boolean meant =
        cause instanceof PluginFailure || cause instanceof UnsupportedOperationException;
    return meant && cause.getMessage() != null ? cause.getMessage() : Clean.message(cause);
  }
}
