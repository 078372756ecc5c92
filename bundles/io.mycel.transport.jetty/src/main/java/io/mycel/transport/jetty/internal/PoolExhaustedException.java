package io.mycel.transport.jetty.internal;

/** There is no memory for a frame now; there may be later. */
public final class PoolExhaustedException extends Exception {
  private static final long serialVersionUID = 1L;

  PoolExhaustedException(int size, long maxLentBytes) {
    super("no memory for a frame of " + size + " bytes; at most " + maxLentBytes + " are in use");
  }

  PoolExhaustedException(int size, long its, long maxLentBytes) {
    super(
        "no memory for a frame of "
            + size
            + " bytes: this client has "
            + its
            + " of "
            + maxLentBytes
            + " in use, and others need some");
  }
}
