package io.mycel.runtime.console;

import io.mycel.runtime.cli.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.concurrent.Semaphore;

/**
 * Sends lines, one after the other, and prints what comes back. A thread of its own waits for the
 * next line, so that the end of the server is seen while the user thinks.
 */
final class ConsoleClient {
  private static final int FAILED = 1;

  private final ConsoleChannel channel;
  private final Terminal terminal;
  private final Semaphore answered = new Semaphore(0);
  private volatile boolean finished;

  ConsoleClient(ConsoleChannel channel, Terminal terminal) {
    this.channel = channel;
    this.terminal = terminal;
  }

  /**
   * Runs until there are no more lines, one of them is {@code exit}, or the server ends.
   *
   * @return 0, or 1 if a command has failed or the server has ended
   */
  int run(Iterator<String> lines) throws IOException {
    Thread sender = new Thread(() -> send(lines), "mycel-console-input");
    sender.setDaemon(true);
    sender.start();
    int code = 0;
    boolean partial = false;
    for (var answer = channel.receive(); answer != null; answer = channel.receive()) {
      switch (answer.kind()) {
        case ConsoleChannel.LINE -> {
          terminal.out().writeBytes(answer.content());
          terminal.out().println();
          partial = false;
        }
        case ConsoleChannel.PART -> {
          terminal.out().writeBytes(answer.content());
          terminal.out().flush();
          partial = true;
        }
        case ConsoleChannel.FAILED, ConsoleChannel.DONE -> {
          if (partial) {
            terminal.out().println();
            partial = false;
          }
          terminal.out().flush();
          if (answer.kind() == ConsoleChannel.FAILED) {
            terminal.err().println("mycel: " + answer.text());
            code = FAILED;
          }
          answered.release();
        }
        default ->
            throw new IOException(
                "the server speaks otherwise: is it of another version than this program?");
      }
    }
    if (!finished) {
      terminal.err().println("mycel: the server has closed the console");
      return FAILED;
    }
    return code;
  }

  private void send(Iterator<String> lines) {
    try {
      // The first answer is the server's readiness.
      answered.acquire();
      while (lines.hasNext()) {
        String line = lines.next().strip();
        if (line.equals("exit")) {
          break;
        }
        if (!line.isEmpty()) {
          channel.send(line);
          answered.acquire();
        }
      }
      finished = true;
      channel.send("exit");
    } catch (IOException | UncheckedIOException e) {
      // The other thread sees the same, and tells it.
      finished = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
