package io.mycel.api.rpc;

/**
 * An error as a value: an argument or a result, not a failure of the call.
 *
 * @param message as the other side wrote it, e.g. {@code boom} (Python) or {@code Error: boom}
 *     (JavaScript)
 * @param trace its stack trace; null if none came
 */
public record RemoteError(String message, String trace) {
  /** This error as an exception to throw. */
  public RpcException toException() {
    return RpcException.remote(message, trace == null ? "" : trace);
  }
}
