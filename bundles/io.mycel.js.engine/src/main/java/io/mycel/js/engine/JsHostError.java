package io.mycel.js.engine;

/** An error that a host function throws in JavaScript: its name and message are seen there. */
public final class JsHostError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String name;

  /**
   * An error.
   *
   * @param name as in JavaScript, e.g. {@code TypeError} or {@code NotAllowedError}
   * @param message without paths or class names of this machine
   */
  public JsHostError(String name, String message) {
    super(message, null, false, false);
    this.name = name;
  }

  /** Its name in JavaScript. */
  public String name() {
    return name;
  }
}
