package io.mycel.js.engine.internal.graal;

import io.mycel.js.engine.JsException;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.graalvm.polyglot.PolyglotException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What failures of the engine are to its users: no path or class of this machine is in them. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
  private static final int MAX_FRAMES = 20;

  private Failures() {}

  /** The failure as one of our own; errors of the machine itself are thrown on. */
  static RuntimeException of(Throwable failure) {
    if (failure instanceof PolyglotException known) {
      return of(known);
    }
    if (failure instanceof JsException known) {
      return known;
    }
    if (failure instanceof IllegalStateException) {
      return new JsException(JsException.Kind.CANCELLED, "the plugin is stopped", "");
    }
    if (failure instanceof Error error && !isCancelling(error)) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      return exception;
    }
    return new JsException(JsException.Kind.CANCELLED, "the plugin is stopped", "");
  }

  /**
   * Truffle ends the threads of a cancelled context by an error of a class that is not exported.
   */
  private static boolean isCancelling(Error error) {
    return error.getClass().getName().startsWith("com.oracle.truffle.");
  }

  private static JsException of(PolyglotException e) {
    if (e.isCancelled() && !e.isResourceExhausted()) {
      return new GuestException(JsException.Kind.CANCELLED, "the plugin is stopped", "", e);
    }
    if (e.isResourceExhausted()) {
      return e.isCancelled()
          ? new GuestException(JsException.Kind.STATEMENTS, e.getMessage(), "", e)
          : new GuestException(JsException.Kind.MEMORY, "there is no memory left", "", e);
    }
    if (e.isInterrupted()) {
      return new GuestException(JsException.Kind.INTERRUPTED, "it was interrupted", stack(e), e);
    }
    if (e.isInternalError()) {
      LOG.warn("The JavaScript engine failed", e);
      return new GuestException(
          JsException.Kind.INTERNAL, "internal error of the JavaScript engine", stack(e), e);
    }
    if (e.isHostException()) {
      return new GuestException(
          JsException.Kind.INTERNAL, "internal error of the server", stack(e), e);
    }
    JsException.Kind kind = e.isSyntaxError() ? JsException.Kind.SYNTAX : JsException.Kind.THROWN;
    return new GuestException(kind, e.getMessage(), stack(e), e);
  }

  private static String stack(PolyglotException e) {
    return StreamSupport.stream(e.getPolyglotStackTrace().spliterator(), false)
        .filter(PolyglotException.StackFrame::isGuestFrame)
        .limit(MAX_FRAMES)
        .map(Failures::frame)
        .collect(Collectors.joining("\n"));
  }

  private static String frame(PolyglotException.StackFrame frame) {
    var at = frame.getSourceLocation();
    String place =
        at == null
            ? "?"
            : at.getSource().getName() + ":" + at.getStartLine() + ":" + at.getStartColumn();
    return "    at " + frame.getRootName() + " (" + place + ")";
  }
}
