package io.mycel.bench.wire;

/** Bytes that a server sent are not what the protocol says. */
public final class MalformedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With a line that says what is wrong and where. */
  public MalformedException(String message) {
    super(message);
  }
}
