package io.mycel.plugins.internal.plan;

/** What a user wants cannot be installed. The message says what, why, and what to do. */
public final class PlanException extends Exception {
  private static final long serialVersionUID = 1L;

  PlanException(String message) {
    super(message);
  }

  PlanException(String message, Throwable cause) {
    super(message, cause);
  }
}
