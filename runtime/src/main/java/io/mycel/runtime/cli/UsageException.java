package io.mycel.runtime.cli;

/**
 * What the user asked for cannot be done. The message is one line that says what, where and how to
 * mend it; it is all that is shown, and the exit code is {@value #EXIT_CODE}.
 */
public final class UsageException extends Exception {
  /** The exit code of the process. */
  public static final int EXIT_CODE = 2;

  private static final long serialVersionUID = 1L;

  /** A refusal with a message for the user. */
  public UsageException(String message) {
    super(message);
  }

  /** A refusal with a message for the user, and what led to it. */
  public UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}
