package io.mycel.plugins.internal.library;

import java.net.URI;

/** A library that cannot be had. The message says which, why, and what to do. */
public final class LibraryException extends Exception {
  private static final long serialVersionUID = 1L;

  LibraryException(URI url, String message) {
    this(url, message, null);
  }

  LibraryException(URI url, String message, Throwable cause) {
    super("the library " + url + ": " + message, cause);
  }
}
