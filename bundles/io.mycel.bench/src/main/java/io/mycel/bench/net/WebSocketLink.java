package io.mycel.bench.net;

import io.mycel.bench.wire.ClientFrame;
import io.mycel.bench.wire.MalformedException;
import io.mycel.bench.wire.MsgpackWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

/** A WebSocket connection (RFC 6455), which offers no extension. */
public final class WebSocketLink extends Link {
  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int MAX_PAYLOAD = 1 << 30;

  /** What becomes of a connection; all methods are called on its loop. */
  public interface Listener {
    /** The handshake is over. */
    void opened();

    /** A text message. */
    void text(String text);

    /** A binary message: the bytes between two indices, valid until this returns. */
    void binary(ByteBuffer bytes, int from, int to);

    /** The connection has ended. */
    void closed(String reason);
  }

  private final URI url;
  private final Listener listener;
  private final String nonce;
  private boolean upgraded;
  private boolean closing;
  private int fragmentOpcode;
  private MsgpackWriter fragments;

  private WebSocketLink(Loop loop, URI url, int receiveBufferBytes, Listener listener) {
    super(loop, receiveBufferBytes);
    this.url = url;
    this.listener = listener;
    byte[] random = new byte[16];
    ThreadLocalRandom.current().nextBytes(random);
    this.nonce = Base64.getEncoder().encodeToString(random);
  }

  /**
   * Opens a connection.
   *
   * @param url {@code http://host:port/path?query}
   * @param receiveBufferBytes of the socket; 0 for the system's own
   */
  public static WebSocketLink open(Loop loop, URI url, int receiveBufferBytes, Listener listener) {
    WebSocketLink link = new WebSocketLink(loop, url, receiveBufferBytes, listener);
    link.connect(new InetSocketAddress(url.getHost(), url.getPort()));
    return link;
  }

  @Override
  protected void opened() {
    String path = url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
    write(
        ascii(
            "GET "
                + path
                + " HTTP/1.1\r\nHost: "
                + url.getAuthority()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
                + "\r\nSec-WebSocket-Key: "
                + nonce
                + "\r\n\r\n"));
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  protected int received(ByteBuffer in) {
    if (!upgraded && !upgrade(in)) {
      return in.remaining() + 1;
    }
    while (in.remaining() >= 2) {
      int at = in.position();
      int size = in.get(at + 1) & 0x7f;
      int header = size < 126 ? 2 : size == 126 ? 4 : 10;
      if (in.remaining() < header) {
        return header;
      }
      if ((in.get(at) & 0x70) != 0 || (in.get(at + 1) & 0x80) != 0) {
        throw new MalformedException("a frame with reserved bits, or with a mask");
      }
      long length =
          size < 126 ? size : size == 126 ? in.getShort(at + 2) & 0xffff : in.getLong(at + 2);
      if (length < 0 || length > MAX_PAYLOAD) {
        throw new MalformedException("a frame of " + length + " bytes");
      }
      if (in.remaining() < header + length) {
        return (int) (header + length);
      }
      int payload = at + header;
      int end = payload + (int) length;
      int limit = in.limit();
      in.limit(end);
      frame(in, in.get(at) & 0x0f, in.get(at) < 0, payload, end);
      in.limit(limit).position(end);
      if (isClosed()) {
        return 0;
      }
    }
    return 2;
  }

  private boolean upgrade(ByteBuffer in) {
    String text = StandardCharsets.ISO_8859_1.decode(in.duplicate()).toString();
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return false;
    }
    if (!text.startsWith("HTTP/1.1 101") || !text.contains(accepted(nonce))) {
      throw new MalformedException("no WebSocket: " + text.lines().findFirst().orElse(""));
    }
    in.position(in.position() + end + 4);
    upgraded = true;
    listener.opened();
    return true;
  }

  private static String accepted(String nonce) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((nonce + MAGIC).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  private void frame(ByteBuffer in, int opcode, boolean last, int from, int to) {
    switch (opcode) {
      case ClientFrame.PING -> send(ClientFrame.PONG, loop().scratch().raw(in, from, to));
      case ClientFrame.PONG -> {
        // nobody asked, nobody waits
      }
      case ClientFrame.CLOSE -> closeFrame(in, from, to);
      case ClientFrame.TEXT, ClientFrame.BINARY -> {
        if (last) {
          message(opcode, in, from, to);
        } else {
          fragmentOpcode = opcode;
          fragments = new MsgpackWriter(1 << 16).raw(in, from, to);
        }
      }
      case ClientFrame.CONTINUATION -> {
        fragments.raw(in, from, to);
        if (last) {
          ByteBuffer whole = fragments.payload();
          message(fragmentOpcode, whole, whole.position(), whole.limit());
        }
      }
      default -> throw new MalformedException("a frame with opcode " + opcode);
    }
  }

  private void message(int opcode, ByteBuffer in, int from, int to) {
    if (opcode == ClientFrame.BINARY) {
      listener.binary(in, from, to);
    } else {
      byte[] bytes = new byte[to - from];
      in.get(from, bytes);
      listener.text(new String(bytes, StandardCharsets.UTF_8));
    }
  }

  private void closeFrame(ByteBuffer in, int from, int to) {
    String why = "closed by the server";
    if (to - from >= 2) {
      byte[] reason = new byte[to - from - 2];
      in.get(from + 2, reason);
      why += ": " + (in.getShort(from) & 0xffff) + " " + new String(reason, StandardCharsets.UTF_8);
    }
    if (!closing) {
      send(ClientFrame.CLOSE, loop().scratch().raw(in, from, Math.min(to, from + 2)));
    }
    drop(why);
  }

  /** Sends what a writer holds as one message; the writer may be used again at once. */
  public void send(int opcode, MsgpackWriter payload) {
    writeNow(ClientFrame.seal(payload, opcode, ThreadLocalRandom.current().nextInt()));
  }

  /** Sends a frame that was made before and does not change until it is written. */
  public void send(ByteBuffer frame) {
    write(frame);
  }

  /** Sends a text message. */
  public void send(String text) {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    send(ClientFrame.TEXT, loop().scratch().raw(bytes, 0, bytes.limit()));
  }

  /** Begins to close as a client does that is done; the server's answer ends the connection. */
  public void close() {
    if (!closing && !isClosed()) {
      closing = true;
      ByteBuffer code = ByteBuffer.allocate(2).putShort(0, (short) 1000);
      send(ClientFrame.CLOSE, loop().scratch().raw(code, 0, 2));
    }
  }

  @Override
  protected void closed(String reason) {
    listener.closed(reason);
  }
}
