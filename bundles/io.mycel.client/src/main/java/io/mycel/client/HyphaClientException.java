package io.mycel.client;

/** A client that cannot connect, or is connected no more and will not be again. */
public class HyphaClientException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Kind {
    /** The server URL is none. */
    BAD_URL,
    /** Nobody listens there, or nobody who speaks WebSocket. */
    UNREACHABLE,
    /** The server says no; the message is the server's. */
    REFUSED,
    /** Nobody answered in time. */
    TIMEOUT,
    /** The server answered what no Hypha server does. */
    PROTOCOL,
    /** The client was closed by its own program, or told to by the server. */
    CLOSED
  }

  private final Kind kind;

  /** A failure. */
  public HyphaClientException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** A failure with what led to it. */
  public HyphaClientException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }
}
