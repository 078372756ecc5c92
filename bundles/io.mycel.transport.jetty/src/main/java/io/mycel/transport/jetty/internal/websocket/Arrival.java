package io.mycel.transport.jetty.internal.websocket;

import io.mycel.api.transport.Lease;
import java.nio.ByteBuffer;

/** Something that happened on a connection and that its handler is told. */
sealed interface Arrival {

  /** Memory it holds while it waits. */
  long bytes();

  /** A whole binary message. */
  record Binary(ByteBuffer frame, Lease lease, long bytes) implements Arrival {}

  /** A whole text message; {@code bytes} in UTF-8. */
  record Text(String text, long bytes) implements Arrival {}

  /** The end. */
  record Closed(int code, String reason) implements Arrival {
    @Override
    public long bytes() {
      return 0;
    }
  }
}
