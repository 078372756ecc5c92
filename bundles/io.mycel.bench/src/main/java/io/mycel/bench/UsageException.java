package io.mycel.bench;

/** A user asked for something that cannot be done. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With a line that says what, and how to mend it. */
  public UsageException(String message) {
    super(message);
  }
}
