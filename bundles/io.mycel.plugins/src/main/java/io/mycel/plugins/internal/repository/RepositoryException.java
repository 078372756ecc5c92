package io.mycel.plugins.internal.repository;

/** A repository that cannot be used. The message says which, why, and what to do. */
public final class RepositoryException extends Exception {
  private static final long serialVersionUID = 1L;

  RepositoryException(String repository, String message, Throwable cause) {
    super("the repository " + repository + ": " + message, cause);
  }
}
