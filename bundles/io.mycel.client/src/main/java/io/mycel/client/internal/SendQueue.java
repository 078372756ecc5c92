package io.mycel.client.internal;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Writes to a WebSocket, which takes one message at a time: in order, bounded in bytes. */
final class SendQueue {

  /** Something to be written. */
  private sealed interface Outgoing {
    int bytes();

    CompletableFuture<WebSocket> write(WebSocket webSocket);
  }

  private record Text(String text) implements Outgoing {
    @Override
    public int bytes() {
      return 2 * text.length();
    }

    @Override
    public CompletableFuture<WebSocket> write(WebSocket webSocket) {
      return webSocket.sendText(text, true);
    }
  }

  private record Binary(ByteBuffer frame) implements Outgoing {
    @Override
    public int bytes() {
      return frame.remaining();
    }

    @Override
    public CompletableFuture<WebSocket> write(WebSocket webSocket) {
      return webSocket.sendBinary(frame, true);
    }
  }

  private record Close(int code, String reason) implements Outgoing {
    @Override
    public int bytes() {
      return 0;
    }

    @Override
    public CompletableFuture<WebSocket> write(WebSocket webSocket) {
      return webSocket.sendClose(code, reason);
    }
  }

  private final WebSocket webSocket;
  private final long maxBytes;
  private final Consumer<Throwable> onFailure;
  private final Queue<Outgoing> queue = new ArrayDeque<>();
  private long bytes;
  private boolean writing;
  private boolean ended;

  /**
   * An empty queue.
   *
   * @param onFailure told once when a message cannot be written
   */
  SendQueue(WebSocket webSocket, long maxBytes, Consumer<Throwable> onFailure) {
    this.webSocket = webSocket;
    this.maxBytes = maxBytes;
    this.onFailure = onFailure;
  }

  /** Queues a text; false if there is no room or the end was reached. */
  boolean send(String text) {
    return offer(new Text(text));
  }

  /** Queues a frame, which is not touched again; false if there is no room or it has ended. */
  boolean send(ByteBuffer frame) {
    return offer(new Binary(frame));
  }

  /** Says goodbye when everything before has been written; takes nothing more. */
  void close(int code, String reason) {
    offer(new Close(code, reason));
  }

  /** Forgets everything and takes nothing more. */
  synchronized void end() {
    ended = true;
    queue.clear();
    bytes = 0;
  }

  private boolean offer(Outgoing next) {
    synchronized (this) {
      if (ended || bytes + next.bytes() > maxBytes) {
        return false;
      }
      ended = next instanceof Close;
      bytes += next.bytes();
      queue.add(next);
    }
    writeOn();
    return true;
  }

  private void writeOn() {
    for (Outgoing next = begin(); next != null; next = begin()) {
      int size = next.bytes(); // writing uses a buffer up
      CompletableFuture<WebSocket> written = next.write(webSocket);
      if (!written.isDone()) {
        written.whenComplete(
            (ignored, failure) -> {
              finish(size, failure);
              writeOn();
            });
        return;
      }
      // Done at once: a loop, because a chain of callbacks would use up the stack.
      finish(size, failure(written));
    }
  }

  private static Throwable failure(CompletableFuture<?> done) {
    return done.handle((ignored, failure) -> failure).join();
  }

  private synchronized Outgoing begin() {
    if (writing || queue.isEmpty()) {
      return null;
    }
    writing = true;
    return queue.poll();
  }

  private void finish(int size, Throwable failure) {
    synchronized (this) {
      writing = false;
      bytes = Math.max(0, bytes - size);
    }
    if (failure != null) {
      end();
      onFailure.accept(failure);
    }
  }
}
