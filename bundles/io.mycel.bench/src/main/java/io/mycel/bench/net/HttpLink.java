package io.mycel.bench.net;

import io.mycel.bench.wire.MalformedException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** An HTTP connection that is kept alive, with one request on its way at a time. */
public final class HttpLink extends Link {

  /** Takes the answers; called on the loop. */
  public interface Listener {
    /** A whole answer. */
    void answered(int status, String body);

    /** The connection has ended. */
    void lost(String reason);
  }

  private static final String LENGTH = "\r\ncontent-length:";

  private final CompletableFuture<HttpLink> ready = new CompletableFuture<>();
  private Listener listener;

  private HttpLink(Loop loop) {
    super(loop, 0);
  }

  /** Connects to a server. */
  public static CompletableFuture<HttpLink> open(Loop loop, URI url) {
    HttpLink link = new HttpLink(loop);
    link.connect(new InetSocketAddress(url.getHost(), url.getPort()));
    return link.ready;
  }

  /** Sends a request; its last answer must have come. On the loop. */
  public void get(String host, String path, Listener whoAsks) {
    listener = whoAsks;
    if (isClosed()) {
      whoAsks.lost("closed");
      return;
    }
    String request = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
    write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
  }

  @Override
  protected void opened() {
    ready.complete(this);
  }

  @Override
  protected int received(ByteBuffer in) {
    String text = StandardCharsets.ISO_8859_1.decode(in.duplicate()).toString();
    int head = text.indexOf("\r\n\r\n");
    if (head < 0) {
      return in.remaining() + 1;
    }
    String names = text.substring(0, head + 2).toLowerCase(Locale.ROOT);
    int at = names.indexOf(LENGTH);
    if (at < 0) {
      throw new MalformedException("an answer without a length: " + names);
    }
    int begin = at + LENGTH.length();
    int length = Integer.parseInt(names.substring(begin, names.indexOf('\r', begin)).trim());
    int whole = head + 4 + length;
    if (text.length() >= whole) {
      in.position(in.position() + whole);
      listener.answered(Integer.parseInt(names.substring(9, 12)), text.substring(head + 4, whole));
    }
    return whole;
  }

  @Override
  protected void closed(String reason) {
    ready.completeExceptionally(new java.io.IOException(reason));
    if (listener != null) {
      listener.lost(reason);
    }
  }
}
