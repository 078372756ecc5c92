package io.mycel.api.http;

/**
 * A request that ends with a status and a line that says why; the transport answers {@code
 * {"success": false, "detail": message}}.
 */
public class HttpException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * An answer of failure.
   *
   * @param status the HTTP status, 400 to 599
   * @param message for the client: what, where, and the remedy
   */
  public HttpException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }
}
