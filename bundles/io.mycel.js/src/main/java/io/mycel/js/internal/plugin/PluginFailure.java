package io.mycel.js.internal.plugin;

import io.mycel.js.internal.values.ForCallers;

/** A plugin that cannot be started, or can no longer run; the message is for people. */
public final class PluginFailure extends RuntimeException implements ForCallers {
  private static final long serialVersionUID = 1L;

  /** A failure: file, line, what, remedy. */
  public PluginFailure(String message) {
    super(message, null, false, false);
  }

  /** This failure, saying first when it happened. */
  PluginFailure prefixed(String when) {
    return getMessage().startsWith(when) ? this : new PluginFailure(when + getMessage());
  }
}
