package io.mycel.runtime.console;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The socket to a server. Lines go there; what comes back are lines whose first byte tells what
 * they are (README.md of {@code io.mycel.shell}).
 */
final class ConsoleChannel implements AutoCloseable {
  /** A line of output, its end included. */
  static final byte LINE = '>';

  /** Output that does not end its line. */
  static final byte PART = '+';

  /** The command is done; the next may be sent. */
  static final byte DONE = '.';

  /** The command has failed; the next may be sent. */
  static final byte FAILED = '!';

  private final SocketChannel channel;
  private final InputStream in;

  private ConsoleChannel(SocketChannel channel) {
    this.channel = channel;
    this.in = new BufferedInputStream(Channels.newInputStream(channel));
  }

  /** Connects. */
  static ConsoleChannel open(Path socket) throws IOException {
    return new ConsoleChannel(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
  }

  /**
   * What the server says.
   *
   * @param kind one of the constants, or what a newer server means
   * @param content the bytes after it, without the end of the line
   */
  record Answer(byte kind, byte[] content) {
    String text() {
      return new String(content, StandardCharsets.UTF_8);
    }
  }

  /** Sends a command; line breaks in it become blanks. */
  void send(String command) throws IOException {
    String line = command.replaceAll("\\R", " ") + "\n";
    ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** The next answer; null if the server has closed the console. */
  Answer receive() throws IOException {
    int kind = in.read();
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n') {
        return new Answer((byte) kind, content.toByteArray());
      }
      content.write(b);
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
