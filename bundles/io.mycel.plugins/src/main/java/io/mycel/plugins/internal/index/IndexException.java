package io.mycel.plugins.internal.index;

/** An index of OSGi that cannot be used. The message says where and why. */
public final class IndexException extends Exception {
  private static final long serialVersionUID = 1L;

  IndexException(String message, Throwable cause) {
    super(message, cause);
  }
}
