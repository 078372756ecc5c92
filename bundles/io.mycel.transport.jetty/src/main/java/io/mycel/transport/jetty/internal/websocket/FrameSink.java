package io.mycel.transport.jetty.internal.websocket;

import io.mycel.api.transport.Lease;
import java.nio.ByteBuffer;

/** Takes what a {@link FrameParser} finds, in order. */
interface FrameSink {
  /** A whole binary message; whoever takes it uses the lease. */
  void binary(ByteBuffer message, Lease lease);

  /**
   * A whole text message.
   *
   * @param bytes its size in UTF-8
   */
  void text(String message, int bytes);

  /** A ping; its payload may be read during the call only. */
  void ping(ByteBuffer payload);

  /** A pong that nobody needs to answer. */
  void pong();

  /** A close frame; {@link CloseCode#NO_STATUS} if it carried no code. */
  void close(int code, String reason);
}
