package io.mycel.client.internal;

import io.mycel.api.transport.Lease;
import io.mycel.client.ClientLimits;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** One WebSocket: whole frames in, whole frames out, one end. */
final class Socket implements WebSocket.Listener {
  /** What comes from a socket: one call at a time, in order; {@code ended} is the last one. */
  interface Events {
    void text(Socket socket, String text);

    void frame(ByteBuffer frame, Lease lease);

    /** The socket is no more, for whatever reason. */
    void ended(String reason);
  }

  private final ClientLimits limits;
  private final Events events;
  private final FrameAssembler frames;
  private final StringBuilder text = new StringBuilder();
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile WebSocket webSocket;
  private volatile SendQueue queue;
  private volatile long lastHeard = System.nanoTime();

  private Socket(ClientLimits limits, Events events) {
    this.limits = limits;
    this.events = events;
    this.frames = new FrameAssembler(limits.frameBytes(), events::frame);
  }

  /** Opens a socket; the future fails as {@link WebSocket.Builder#buildAsync} says. */
  static CompletableFuture<Socket> open(
      HttpClient http, URI uri, Duration timeout, ClientLimits limits, Events events) {
    Socket socket = new Socket(limits, events);
    return http.newWebSocketBuilder()
        .connectTimeout(timeout)
        .buildAsync(uri, socket)
        .thenApply(ignored -> socket);
  }

  /** Sends one binary frame; false if it was dropped. */
  boolean send(ByteBuffer frame) {
    return queue.send(frame);
  }

  /** Sends one text frame; false if it was dropped. */
  boolean send(String message) {
    return queue.send(message);
  }

  /** Says goodbye after what is queued. The other side's answer ends the socket. */
  void close(int code, String reason) {
    queue.close(code, reason);
  }

  /** Ends the socket at once. */
  void abort(String reason) {
    webSocket.abort();
    end(reason);
  }

  /** How long the other side has been silent. */
  Duration silence() {
    return Duration.ofNanos(System.nanoTime() - lastHeard);
  }

  @Override
  public void onOpen(WebSocket opened) {
    queue = new SendQueue(opened, limits.queuedBytes(), failure -> abort(failure.toString()));
    webSocket = opened;
    opened.request(1);
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    lastHeard = System.nanoTime();
    if (text.length() + part.length() > limits.textBytes()) {
      abort("a text is longer than " + limits.textBytes() + " characters");
      return null;
    }
    text.append(part);
    if (last) {
      String whole = text.toString();
      text.setLength(0);
      events.text(this, whole);
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
    lastHeard = System.nanoTime();
    CompletionStage<Void> done;
    try {
      done = frames.add(part, last);
    } catch (IllegalArgumentException e) {
      abort(e.getMessage());
      return null;
    }
    from.request(1);
    return done;
  }

  @Override
  public CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
    lastHeard = System.nanoTime();
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    end("closed by the server with " + code + (reason.isEmpty() ? "" : ": " + reason));
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    end(String.valueOf(error.getMessage() == null ? error : error.getMessage()));
  }

  private void end(String reason) {
    if (ended.compareAndSet(false, true)) {
      queue.end();
      events.ended(reason);
    }
  }
}
