package io.mycel.itest.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.value.Value;

/** A WebSocket without a client library: for what no well-behaved client sends. */
final class RawSocket implements AutoCloseable {

  private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
  private final BlockingQueue<byte[]> binaries = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final WebSocket socket;

  private RawSocket(CompletableFuture<WebSocket> opening, Listener listener)
      throws InterruptedException, ExecutionException, TimeoutException {
    listener.owner.complete(this);
    socket = opening.get(10, TimeUnit.SECONDS);
  }

  /**
   * Opens {@code /ws} with the given query, empty for none.
   *
   * @throws ExecutionException with {@link java.net.http.WebSocketHandshakeException} if refused
   */
  static RawSocket open(URI server, String query) throws ExecutionException {
    String question = query.isEmpty() ? "" : "?" + query;
    URI uri = URI.create("ws://" + server.getAuthority() + "/ws" + question);
    Listener listener = new Listener();
    try {
      return new RawSocket(
          HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(uri, listener), listener);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer to the upgrade", e);
    }
  }

  void sendText(String text) {
    socket.sendText(text, true).join();
  }

  void sendBinary(byte[] frame) {
    socket.sendBinary(ByteBuffer.wrap(frame), true).join();
  }

  /** Begins to close, as a client does that leaves. */
  void sendClose() {
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
  }

  /** Two msgpack maps, one after the other; text values only. */
  static byte[] frame(Value main, Value extra) {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      packer.packValue(main);
      if (extra != null) {
        packer.packValue(extra);
      }
      return packer.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next text frame. */
  String nextText(Duration patience) {
    return next(texts, patience, "text frame");
  }

  /** The next binary frame. */
  byte[] nextBinary(Duration patience) {
    return next(binaries, patience, "binary frame");
  }

  private static <T> T next(BlockingQueue<T> queue, Duration patience, String what) {
    try {
      T next = queue.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (next == null) {
        throw new AssertionError("no " + what + " in " + patience);
      }
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Whether any binary frame has come that was not taken yet. */
  boolean hasBinary() {
    return !binaries.isEmpty();
  }

  /** Whether the server has closed the connection. */
  boolean isClosed() {
    return closed.isDone();
  }

  /** The code by which the server closes the connection; 1006 if without one. */
  int closeCode(Duration patience) {
    try {
      return closed.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("the server did not close the connection in " + patience, e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    socket.abort();
  }

  private static final class Listener implements WebSocket.Listener {
    final CompletableFuture<RawSocket> owner = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final java.io.ByteArrayOutputStream binary = new java.io.ByteArrayOutputStream();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        owner.join().texts.add(text.toString());
        text.setLength(0);
      }
      webSocket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      binary.writeBytes(bytes);
      if (last) {
        owner.join().binaries.add(binary.toByteArray());
        binary.reset();
      }
      webSocket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
      owner.join().closed.complete(statusCode);
      return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      owner.join().closed.complete(1006);
    }
  }
}
