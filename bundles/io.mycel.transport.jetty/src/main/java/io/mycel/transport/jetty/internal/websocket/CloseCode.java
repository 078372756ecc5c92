package io.mycel.transport.jetty.internal.websocket;

/** The close codes of RFC 6455 section 7.4 and of its registry. */
public final class CloseCode {
  /** Done. */
  public static final int NORMAL = 1000;

  /** The server stops, or the client leaves. */
  public static final int GOING_AWAY = 1001;

  /** The other side broke the protocol. */
  public static final int PROTOCOL_ERROR = 1002;

  /** The close frame carried no code; never sent. */
  public static final int NO_STATUS = 1005;

  /** The socket vanished without a close frame; never sent. */
  public static final int ABNORMAL = 1006;

  /** Text that is no UTF-8. */
  public static final int BAD_DATA = 1007;

  /** A frame or message beyond the limit. */
  public static final int TOO_BIG = 1009;

  /** The server stops for a moment: whoever comes back finds everything as it was. */
  public static final int SERVICE_RESTART = 1012;

  /** The server has no memory for it now. */
  public static final int TRY_AGAIN_LATER = 1013;

  private CloseCode() {}

  /** Whether a close frame may carry this code. */
  static boolean isSendable(int code) {
    return code >= 1000 && code <= 1003
        || code >= 1007 && code <= 1014
        || code >= 3000 && code <= 4999;
  }
}
