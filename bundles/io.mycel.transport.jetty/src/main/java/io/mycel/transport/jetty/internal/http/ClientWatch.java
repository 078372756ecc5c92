package io.mycel.transport.jetty.internal.http;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;

/**
 * Notices that a client went away while a stream has nothing to send to it. Whatever the client
 * sends meanwhile is dropped, so the connection must not serve another request.
 */
final class ClientWatch implements Callback {
  private final EndPoint endPoint;
  private final Consumer<Throwable> gone;

  ClientWatch(EndPoint endPoint, Consumer<Throwable> gone) {
    this.endPoint = endPoint;
    this.gone = gone;
  }

  void start() {
    endPoint.tryFillInterested(this);
  }

  @Override
  public void succeeded() {
    try {
      ByteBuffer ignored = ByteBuffer.allocate(256).limit(0);
      int count = endPoint.fill(ignored);
      if (count < 0) {
        gone.accept(new EOFException("the client closed the connection"));
      } else {
        start();
      }
    } catch (IOException e) {
      gone.accept(e);
    }
  }

  @Override
  public void failed(Throwable cause) {
    gone.accept(cause);
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }
}
