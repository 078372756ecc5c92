package io.mycel.plugins.internal.life;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Failures as people read them. */
public final class Causes {
  private static final int MAX = 2000;

  private Causes() {}

  /** What went wrong, in one line. */
  public static String text(Throwable failure) {
    Throwable cause = root(failure);
    String message = cause.getMessage();
    String text = message == null || message.isBlank() ? cause.toString() : message;
    // an exception of the JVM often says only a name
    boolean bare =
        message != null && cause.getClass().getName().startsWith("java.") && !message.contains(" ");
    return LogText.lines((bare ? cause.toString() : text).strip().replace('\n', ' '), MAX, 1)
        .get(0);
  }

  /** Without the wrappings of futures. */
  public static Throwable root(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
