package io.mycel.plugins.internal.repository;

/** A manifest that cannot be used. The message names it, the place and what to do. */
public final class ManifestException extends Exception {
  private static final long serialVersionUID = 1L;

  ManifestException(String repository, String message) {
    super("the manifest of " + repository + ": " + message);
  }
}
