package io.mycel.js.engine.internal.graal;

import io.mycel.js.engine.JsException;
import org.graalvm.polyglot.PolyglotException;

/** A failure that can be thrown on in the JavaScript that it came from. */
final class GuestException extends JsException {
  private static final long serialVersionUID = 1L;

  private final transient PolyglotException thrown;

  GuestException(Kind kind, String message, String stack, PolyglotException thrown) {
    super(kind, message, stack);
    this.thrown = thrown;
  }

  PolyglotException thrown() {
    return thrown;
  }
}
