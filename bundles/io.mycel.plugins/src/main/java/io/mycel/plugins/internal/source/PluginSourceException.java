package io.mycel.plugins.internal.source;

/** What a user wrote leads to no plugin. The message says what, why, and what to do. */
public final class PluginSourceException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With a message for the user. */
  public PluginSourceException(String message) {
    super(message);
  }

  /** With a message for the user, and what caused it. */
  public PluginSourceException(String message, Throwable cause) {
    super(message, cause);
  }
}
