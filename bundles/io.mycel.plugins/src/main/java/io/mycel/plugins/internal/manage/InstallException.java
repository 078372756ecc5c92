package io.mycel.plugins.internal.manage;

/** Something cannot be done with plugins, and nothing was. The message says why, and what to do. */
public final class InstallException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InstallException(String message) {
    super(message);
  }

  InstallException(String message, Throwable cause) {
    super(message, cause);
  }
}
