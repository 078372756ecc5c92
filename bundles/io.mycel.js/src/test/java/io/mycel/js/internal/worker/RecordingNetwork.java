package io.mycel.js.internal.worker;

import io.mycel.js.internal.net.NetworkAccess;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/** A network in which every socket opens, and nobody answers. */
final class RecordingNetwork implements NetworkAccess {
  final BlockingQueue<String> opened = new LinkedBlockingQueue<>();
  final BlockingQueue<String> sent = new LinkedBlockingQueue<>();

  @Override
  public CompletableFuture<Response> fetch(Request request) {
    return NetworkAccess.NONE.fetch(request);
  }

  @Override
  public CompletableFuture<Socket> connect(
      URI url, List<String> protocols, SocketListener listener) {
    opened.add(url.toString());
    return CompletableFuture.completedFuture(
        new Socket() {
          @Override
          public String protocol() {
            return "";
          }

          @Override
          public CompletableFuture<Void> send(String text) {
            sent.add(text);
            return CompletableFuture.completedFuture(null);
          }

          @Override
          public CompletableFuture<Void> send(ByteBuffer bytes) {
            sent.add(bytes.remaining() + " bytes");
            return CompletableFuture.completedFuture(null);
          }

          @Override
          public void close(int code, String reason) {
            listener.closed(code, reason);
          }
        });
  }
}
