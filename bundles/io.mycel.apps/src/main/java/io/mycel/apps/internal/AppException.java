package io.mycel.apps.internal;

/** A request that cannot be met. The message goes to the caller: what, where, the remedy. */
final class AppException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AppException(String message) {
    super(message, null, false, false);
  }
}
