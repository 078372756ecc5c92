package io.mycel.shell.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;

/** Reads lines of UTF-8 and keeps no more than one of them. */
final class LineReader {
  private final ReadableByteChannel channel;
  private final int maxBytes;
  private final ByteBuffer buffer = ByteBuffer.allocate(4096).flip();

  LineReader(ReadableByteChannel channel, int maxBytes) {
    this.channel = channel;
    this.maxBytes = maxBytes;
  }

  /** A line is longer than it may be; the rest of it was not read. */
  static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLongException(int maxBytes) {
      super("a command line may have " + maxBytes + " bytes");
    }
  }

  /** The next line without its end; null if there is none. What follows the last end is no line. */
  String next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      while (buffer.hasRemaining()) {
        byte b = buffer.get();
        if (b == '\n') {
          return line.toString(StandardCharsets.UTF_8).stripTrailing();
        }
        if (line.size() == maxBytes) {
          throw new TooLongException(maxBytes);
        }
        line.write(b);
      }
      buffer.clear();
      int count = channel.read(buffer);
      buffer.flip();
      if (count < 0) {
        return null;
      }
    }
  }
}
