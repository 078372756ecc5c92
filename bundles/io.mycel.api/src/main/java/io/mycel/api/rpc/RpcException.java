package io.mycel.api.rpc;

/** A call that failed: at the other peer, on the way, or by time. */
public class RpcException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Kind {
    /** The function threw. */
    REMOTE,
    /** No such function, or its session is over. */
    METHOD_NOT_FOUND,
    /** The caller may not call it. */
    PERMISSION,
    /** Silence for longer than the time-out. */
    TIMEOUT,
    /** The other peer is gone. */
    PEER_GONE,
    /** A value has no representation, or a frame could not be read. */
    DATA
  }

  private final Kind kind;
  private final String remoteTrace;

  /** A failure with the other side's stack trace, empty if it sent none. */
  public RpcException(Kind kind, String message, String remoteTrace) {
    super(message);
    this.kind = kind;
    this.remoteTrace = remoteTrace;
  }

  /** A failure of this side. */
  public RpcException(Kind kind, String message) {
    this(kind, message, "");
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }

  /** The stack trace as the other side wrote it. */
  public String remoteTrace() {
    return remoteTrace;
  }
}
