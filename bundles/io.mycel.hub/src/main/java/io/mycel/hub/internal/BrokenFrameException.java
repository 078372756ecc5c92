package io.mycel.hub.internal;

/** A binary frame whose first map cannot be read. */
final class BrokenFrameException extends Exception {
  private static final long serialVersionUID = 1L;

  BrokenFrameException(String message) {
    // made for every broken frame a hostile client sends: no stack trace
    super(message, null, false, false);
  }
}
