package io.mycel.plugins.internal.trust;

/** A content that is not signed as it must be. The message says why and what to do. */
public final class SignatureException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With a message for the user. */
  public SignatureException(String message) {
    super(message);
  }

  /** With a message for the user. */
  public SignatureException(String message, Throwable cause) {
    super(message, cause);
  }
}
