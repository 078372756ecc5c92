package io.mycel.js.internal.net;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/** A WebSocket of Jetty. Its methods are public for Jetty, which calls them by reflection. */
public final class JettySocket extends Session.Listener.AbstractAutoDemanding
    implements NetworkAccess.Socket {
  private static final int ABNORMAL = 1006;

  private final NetworkAccess.SocketListener listener;
  private volatile String failure = "";

  JettySocket(NetworkAccess.SocketListener listener) {
    this.listener = listener;
  }

  @Override
  public void onWebSocketText(String text) {
    listener.text(text);
  }

  @Override
  public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
    ByteBuffer copy = ByteBuffer.allocate(payload.remaining()).put(payload).flip();
    listener.binary(copy);
    callback.succeed();
  }

  @Override
  public void onWebSocketError(Throwable cause) {
    failure = cause.getMessage() == null ? "" : cause.getMessage();
  }

  @Override
  public void onWebSocketClose(int code, String reason, Callback callback) {
    listener.closed(code == -1 ? ABNORMAL : code, reason == null ? failure : reason);
    callback.succeed();
  }

  @Override
  public String protocol() {
    String agreed = getSession().getUpgradeResponse().getAcceptedSubProtocol();
    return agreed == null ? "" : agreed;
  }

  @Override
  public CompletableFuture<Void> send(String text) {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    getSession().sendText(text, callback(sent));
    return sent;
  }

  @Override
  public CompletableFuture<Void> send(ByteBuffer bytes) {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    getSession().sendBinary(bytes, callback(sent));
    return sent;
  }

  private static Callback callback(CompletableFuture<Void> sent) {
    return Callback.from(() -> sent.complete(null), sent::completeExceptionally);
  }

  @Override
  public void close(int code, String reason) {
    getSession().close(code, reason, Callback.NOOP);
  }
}
