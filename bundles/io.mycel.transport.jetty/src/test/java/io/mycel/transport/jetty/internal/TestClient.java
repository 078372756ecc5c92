package io.mycel.transport.jetty.internal;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A WebSocket client of the JDK that notes whole messages. */
public final class TestClient implements WebSocket.Listener {
  public final BlockingQueue<ByteBuffer> binaries = new LinkedBlockingQueue<>();
  public final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
  public final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
  public final WebSocket socket;

  private ByteBuffer partial = ByteBuffer.allocate(64);
  private final StringBuilder partialText = new StringBuilder();

  private TestClient(HttpClient client, URI uri) {
    socket = client.newWebSocketBuilder().buildAsync(uri, this).join();
  }

  public static TestClient connect(HttpClient client, URI server, String query) {
    return new TestClient(client, URI.create("ws://" + server.getAuthority() + "/ws" + query));
  }

  public void send(ByteBuffer bytes) {
    socket.sendBinary(bytes, true).join();
  }

  public void send(String text) {
    socket.sendText(text, true).join();
  }

  public ByteBuffer receive() throws InterruptedException {
    return take(binaries);
  }

  public String receiveText() throws InterruptedException {
    return take(texts);
  }

  public String awaitEnd() throws InterruptedException {
    return take(ends);
  }

  private <T> T take(BlockingQueue<T> queue) throws InterruptedException {
    T taken = queue.poll(20, TimeUnit.SECONDS);
    if (taken == null) {
      throw new AssertionError("nothing arrived; the ends noted: " + ends);
    }
    return taken;
  }

  @Override
  public void onOpen(WebSocket webSocket) {
    webSocket.request(1);
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
    if (partial.remaining() < data.remaining()) {
      int size = Math.max(partial.capacity() * 2, partial.position() + data.remaining());
      partial = ByteBuffer.allocate(size).put(partial.flip());
    }
    partial.put(data);
    if (last) {
      binaries.add(ByteBuffer.allocate(partial.position()).put(partial.flip()).flip());
      partial.clear();
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    partialText.append(data);
    if (last) {
      texts.add(partialText.toString());
      partialText.setLength(0);
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
    ends.add(statusCode + " " + reason);
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    ends.add("error " + error);
  }
}
