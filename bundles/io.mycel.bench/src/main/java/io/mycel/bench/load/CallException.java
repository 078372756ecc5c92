package io.mycel.bench.load;

/** A call that was rejected, or whose answer never came. */
public final class CallException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With what the server, or the function, said. */
  public CallException(String message) {
    super(message);
  }
}
