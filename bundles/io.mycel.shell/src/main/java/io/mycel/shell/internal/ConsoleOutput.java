package io.mycel.shell.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * What a console is sent, in lines whose first byte tells what they are: {@code >} a line of
 * output, {@code +} output that does not end its line, {@code .} the command is done, {@code !} the
 * command has failed, and why. Everything is sent at once.
 */
final class ConsoleOutput extends OutputStream {
  private static final int MAX_MESSAGE = 2000;

  private final WritableByteChannel channel;
  private volatile long writingSince;

  ConsoleOutput(WritableByteChannel channel) {
    this.channel = channel;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    ByteArrayOutputStream frames = new ByteArrayOutputStream(length + 16);
    int start = offset;
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      if (bytes[i] == '\n') {
        frames.write('>');
        frames.write(bytes, start, i + 1 - start);
        start = i + 1;
      }
    }
    if (start < end) {
      frames.write('+');
      frames.write(bytes, start, end - start);
      frames.write('\n');
    }
    send(frames.toByteArray());
  }

  /** Sends a text, with a line feed if it has none at its end. */
  void print(CharSequence text) throws IOException {
    String lines = text.toString();
    if (!lines.isEmpty()) {
      write((lines.endsWith("\n") ? lines : lines + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The command is done; the next may come. */
  void done() throws IOException {
    send(new byte[] {'.', '\n'});
  }

  /** The command has failed; the next may come. */
  void failed(String why) throws IOException {
    send(failure(why));
  }

  /** The line that tells of a failure: line breaks and other controls become blanks. */
  static byte[] failure(String why) {
    StringBuilder line = new StringBuilder("!");
    why.strip()
        .chars()
        .limit(MAX_MESSAGE)
        .forEach(c -> line.append(Character.isISOControl(c) ? ' ' : (char) c));
    return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  private synchronized void send(byte[] frames) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(frames);
    // never 0, which stands for no write
    writingSince = System.nanoTime() | 1;
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
        writingSince = System.nanoTime() | 1;
      }
    } finally {
      writingSince = 0;
    }
  }

  /** For how long the other side has not taken what is being written, in nanoseconds. */
  long blockedNanos() {
    long since = writingSince;
    return since == 0 ? 0 : System.nanoTime() - since;
  }
}
