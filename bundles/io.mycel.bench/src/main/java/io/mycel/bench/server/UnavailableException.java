package io.mycel.bench.server;

/** Something that a measurement needs cannot be had on this machine. */
public final class UnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With a line that says what, and why. */
  public UnavailableException(String message) {
    super(message);
  }
}
