package io.mycel.transport.jetty.internal.websocket;

import io.mycel.transport.jetty.internal.RunningTransport;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A WebSocket client that writes and reads single frames, also wrong ones. */
public final class RawClient implements AutoCloseable {
  public static final String HANDSHAKE =
      "GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
          + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
          + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n";

  public final Socket socket;
  public final String response;
  private final DataInputStream in;

  /** A frame of the server; it is never masked. */
  public record Frame(int firstByte, byte[] payload) {
    public int closeCode() {
      return (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
    }

    public String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }
  }

  public RawClient(RunningTransport running, byte[]... sentWithTheHandshake) throws IOException {
    this(running, HANDSHAKE, sentWithTheHandshake);
  }

  /** One that asks in its own words. */
  public RawClient(RunningTransport running, String asked, byte[]... sentWithTheHandshake)
      throws IOException {
    socket = running.socket();
    in = new DataInputStream(socket.getInputStream());
    byte[] handshake = asked.getBytes(StandardCharsets.ISO_8859_1);
    send(Frames.join(handshake, Frames.join(sentWithTheHandshake)));
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      head.write(in.readUnsignedByte());
    }
    response = head.toString(StandardCharsets.ISO_8859_1);
  }

  public void send(byte[]... bytes) throws IOException {
    socket.getOutputStream().write(Frames.join(bytes));
  }

  public Frame receive() throws IOException {
    int first = in.readUnsignedByte();
    long length = in.readUnsignedByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    return new Frame(first, in.readNBytes((int) length));
  }

  /** Whether the server has ended its side. */
  public boolean isAtEnd() throws IOException {
    return in.read() < 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
