package io.mycel.js.internal.net;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The network as a plugin sees it: {@code fetch} and {@code WebSocket}. Futures fail with a {@link
 * io.mycel.js.engine.JsHostError} whose message a plugin's author can act on. No method blocks.
 */
public interface NetworkAccess {
  /** One header. */
  record Header(String name, String value) {}

  /**
   * What is asked for.
   *
   * @param method in upper case
   * @param body null for none
   * @param follow whether a redirect is followed; otherwise it is the answer
   */
  record Request(String method, URI url, List<Header> headers, byte[] body, boolean follow) {}

  /**
   * What came.
   *
   * @param url where it came from after all redirects
   * @param body the whole of it
   */
  record Response(
      int status, String reason, URI url, boolean redirected, List<Header> headers, byte[] body) {}

  /** Who listens at a socket. Called by threads of the network, one call at a time. */
  interface SocketListener {
    void text(String text);

    void binary(ByteBuffer bytes);

    /** The socket is closed, or could not be opened. */
    void closed(int code, String reason);
  }

  /** A socket that is open. */
  interface Socket {
    /** The subprotocol that was agreed on; empty for none. */
    String protocol();

    /** Sends; done when it is written. */
    CompletableFuture<Void> send(String text);

    /** Sends; done when it is written. */
    CompletableFuture<Void> send(ByteBuffer bytes);

    /** Closes it. */
    void close(int code, String reason);
  }

  /** Sends a request; cancelling the future ends it. */
  CompletableFuture<Response> fetch(Request request);

  /** Opens a socket; cancelling the future ends it. */
  CompletableFuture<Socket> connect(URI url, List<String> protocols, SocketListener listener);

  /** No network at all. */
  NetworkAccess NONE =
      new NetworkAccess() {
        @Override
        public CompletableFuture<Response> fetch(Request request) {
          return CompletableFuture.failedFuture(NotPermitted.of(request.url()));
        }

        @Override
        public CompletableFuture<Socket> connect(
            URI url, List<String> protocols, SocketListener listener) {
          return CompletableFuture.failedFuture(NotPermitted.of(url));
        }
      };
}
