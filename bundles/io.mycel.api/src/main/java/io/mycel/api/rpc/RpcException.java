package io.mycel.api.rpc;

import java.util.Locale;

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

  /**
   * A failure that the other side reported. The wire has no field for its kind, so the kind is read
   * from the words that imjoy-rpc, hypha-rpc and Mycel use.
   */
  public static RpcException remote(String message, String trace) {
    return new RpcException(kindOf(message), message, trace);
  }

  private static Kind kindOf(String message) {
    String text = message.toLowerCase(Locale.ROOT);
    for (String prefix : new String[] {"remoteerror:", "error:", "exception:"}) {
      if (text.startsWith(prefix)) {
        text = text.substring(prefix.length()).stripLeading();
      }
    }
    if (text.startsWith("method not found")
        || text.startsWith("local method not found")
        || text.startsWith("method expired or not found")
        || text.startsWith("invalid method")) {
      return Kind.METHOD_NOT_FOUND;
    }
    if (text.startsWith("permission denied") || text.startsWith("permissionerror")) {
      return Kind.PERMISSION;
    }
    if (text.startsWith("method call time out") || text.startsWith("method call timed out")) {
      return Kind.TIMEOUT;
    }
    boolean peer = text.startsWith("target peer") || text.startsWith("peer ");
    if (peer && (text.contains("not connected") || text.contains("not found"))
        || peer && text.contains("disconnected")) {
      return Kind.PEER_GONE;
    }
    return Kind.REMOTE;
  }

  /** The same failure with the stack trace of the thread that waited for it. */
  RpcException again() {
    RpcException again = new RpcException(kind, getMessage(), remoteTrace);
    again.initCause(this);
    return again;
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
