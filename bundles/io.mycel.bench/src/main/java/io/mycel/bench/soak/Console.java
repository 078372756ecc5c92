package io.mycel.bench.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The server's console, as {@code runtime/mycel console} uses it. */
final class Console implements AutoCloseable {
  private final SocketChannel channel;
  private final BufferedReader lines;

  private Console(SocketChannel channel) {
    this.channel = channel;
    this.lines =
        new BufferedReader(
            new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
  }

  /** Connects, and waits until it is ready. */
  static Console open(Path socket) throws IOException {
    Console console = new Console(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    console.output();
    return console;
  }

  /**
   * Runs a command to its end.
   *
   * @return what it printed
   * @throws IOException if it failed
   */
  String run(String command) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    return output();
  }

  private String output() throws IOException {
    StringBuilder output = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      switch (line.charAt(0)) {
        case '.' -> {
          return output.toString();
        }
        case '!' -> throw new IOException("the console says: " + line.substring(1));
        default -> output.append(line, 1, line.length()).append('\n');
      }
    }
    throw new IOException("the server has closed the console");
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
