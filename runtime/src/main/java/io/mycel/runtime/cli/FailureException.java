package io.mycel.runtime.cli;

/**
 * What the user asked for was tried, and failed. The message is one line that says what, where and
 * how to mend it; the exit code is {@value #EXIT_CODE}.
 */
public final class FailureException extends Exception {
  /** The exit code of the process. */
  public static final int EXIT_CODE = 1;

  private static final long serialVersionUID = 1L;

  /** A failure with a message for the user. */
  public FailureException(String message) {
    super(message);
  }

  /** A failure with a message for the user, and what led to it. */
  public FailureException(String message, Throwable cause) {
    super(message, cause);
  }
}
