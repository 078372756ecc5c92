package io.mycel.transport.jetty.internal.websocket;

/** What arrived cannot be taken: the connection must be closed with a code and a reason. */
final class WebSocketException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int code;

  WebSocketException(int code, String reason) {
    super(reason);
    this.code = code;
  }

  static WebSocketException protocol(String reason) {
    return new WebSocketException(CloseCode.PROTOCOL_ERROR, reason);
  }

  int code() {
    return code;
  }
}
