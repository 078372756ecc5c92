package io.mycel.js.engine;

/** JavaScript that could not be run to its end. */
public class JsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why it ended. */
  public enum Kind {
    /** It threw. */
    THROWN,
    /** It is no JavaScript. */
    SYNTAX,
    /** Its context was cancelled or is closed. */
    CANCELLED,
    /** It was interrupted; the context can be used on. */
    INTERRUPTED,
    /** There was no memory left for it, whoever took it; the context can be used on. */
    MEMORY,
    /** It ran more statements than it may; its context is closed. */
    STATEMENTS,
    /** The engine itself failed. */
    INTERNAL
  }

  private final Kind kind;
  private final String stack;

  /**
   * A failure.
   *
   * @param message as JavaScript has it, with file, line and column if it is about syntax
   * @param stack of JavaScript only: one line a function, with file, line and column; may be empty
   */
  public JsException(Kind kind, String message, String stack) {
    super(message, null, false, false);
    this.kind = kind;
    this.stack = stack;
  }

  /** Why it ended. */
  public Kind kind() {
    return kind;
  }

  /** The functions of JavaScript that were running. */
  public String stack() {
    return stack;
  }
}
