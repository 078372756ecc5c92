package io.mycel.itest.interop;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A WebSocket down to its bytes, without a thread: for broken frames and for thousands at once. */
final class PlainSocket implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final String HELLO =
      "{\"client_id\":\"%s\",\"workspace\":null,\"token\":null,\"reconnection_token\":null}";

  private final Socket socket;
  private final DataInputStream in;

  /** A frame of the server. */
  record Frame(int opcode, byte[] payload) {
    String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }

    /** What a close frame says. */
    int closeCode() {
      return (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
    }
  }

  /** Opens {@code /ws} with a query, empty for none. */
  PlainSocket(URI server, String query) throws IOException {
    socket = new Socket(server.getHost(), server.getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
    String question = query.isEmpty() ? "" : "?" + query;
    String upgrade =
        "GET /ws%s HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    send(upgrade.formatted(question).getBytes(StandardCharsets.ISO_8859_1));
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      head.write(in.readUnsignedByte());
    }
    if (!head.toString(StandardCharsets.ISO_8859_1).startsWith("HTTP/1.1 101 ")) {
      socket.close();
      throw new IOException("refused: " + head.toString(StandardCharsets.ISO_8859_1));
    }
  }

  /** A client of generation B that has said who it is; {@link #read} gives the answer. */
  static PlainSocket clientOfB(URI server, String id) throws IOException {
    PlainSocket client = new PlainSocket(server, "");
    client.text(hello(id));
    return client;
  }

  /** What a client of generation B says first. */
  static String hello(String id) {
    return HELLO.formatted(id);
  }

  /** Bytes as they are. */
  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** The head of a masked frame that promises so many bytes; the mask changes nothing. */
  static byte[] head(int firstByte, long length) {
    ByteBuffer head = ByteBuffer.allocate(14).put((byte) firstByte);
    if (length >= 0 && length < 126) {
      head.put((byte) (0x80 | length));
    } else if (length >= 0 && length < 0x10000) {
      head.put((byte) (0x80 | 126)).putShort((short) length);
    } else {
      head.put((byte) (0x80 | 127)).putLong(length);
    }
    byte[] bytes = new byte[head.putInt(0).position()];
    head.flip().get(bytes);
    return bytes;
  }

  void text(String text) throws IOException {
    frame(0x81, text.getBytes(StandardCharsets.UTF_8));
  }

  void binary(byte[] payload) throws IOException {
    frame(0x82, payload);
  }

  private void frame(int firstByte, byte[] payload) throws IOException {
    byte[] head = head(firstByte, payload.length);
    send(ByteBuffer.allocate(head.length + payload.length).put(head).put(payload).array());
  }

  /** The next frame that is no ping; fails if none comes in time. */
  Frame read() throws IOException {
    while (true) {
      int opcode = in.readUnsignedByte() & 0x0F;
      long length = in.readUnsignedByte();
      if (length == 126) {
        length = in.readUnsignedShort();
      } else if (length == 127) {
        length = in.readLong();
      }
      byte[] payload = in.readNBytes((int) length);
      if (opcode != 9) {
        return new Frame(opcode, payload);
      }
    }
  }

  /** The head of a frame of 64 KiB or more, and tells how much of it follows. */
  int readHeadOfLarge() throws IOException {
    in.skipNBytes(2);
    return (int) in.readLong();
  }

  /** Reads so many bytes and forgets them. */
  void skip(int count) throws IOException {
    in.skipNBytes(count);
  }

  /** Ends at once, without a close frame. */
  @Override
  public void close() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }
}
