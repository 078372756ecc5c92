package io.mycel.runtime.console;

import io.mycel.runtime.cli.Arguments;
import io.mycel.runtime.cli.Command;
import io.mycel.runtime.cli.Operands;
import io.mycel.runtime.cli.Option;
import io.mycel.runtime.cli.OptionType;
import io.mycel.runtime.cli.Terminal;
import io.mycel.runtime.cli.UsageException;
import io.mycel.runtime.serve.DataDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Speaks to a Mycel that runs: one command, or a console, or a script at the standard input. */
public final class ConsoleCommand implements Command {
  private static final String SOCKET = "console.sock";

  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final long RETRY_MILLIS = 50;

  private static final Option DATA_DIR =
      new Option(
          "data-dir",
          OptionType.PATH,
          "~/.mycel",
          null,
          "The data directory of the Mycel to speak to.");

  /** The command. */
  public ConsoleCommand() {}

  @Override
  public String name() {
    return "console";
  }

  @Override
  public String summary() {
    return "Speaks to a server that runs: one command, or many.";
  }

  @Override
  public List<Option> options() {
    return List.of(DATA_DIR);
  }

  @Override
  public Operands operands() {
    return Operands.verbatim("[COMMAND]");
  }

  @Override
  public int run(Arguments arguments, Terminal terminal)
      throws UsageException, InterruptedException {
    Path directory = (Path) DATA_DIR.required(arguments);
    try (ConsoleChannel channel = connect(directory)) {
      Iterator<String> lines =
          arguments.operands().isEmpty()
              ? LineSource.of(terminal)
              : List.of(String.join(" ", arguments.operands())).iterator();
      return new ConsoleClient(channel, terminal).run(lines);
    } catch (IOException e) {
      throw new UsageException("the console of " + directory + " failed: " + e.getMessage(), e);
    }
  }

  /** The console of a server comes a moment after the server itself, which is waited for. */
  private static ConsoleChannel connect(Path directory)
      throws UsageException, InterruptedException {
    Path socket = directory.resolve(SOCKET);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return ConsoleChannel.open(socket);
      } catch (IOException e) {
        if (System.nanoTime() > end || !isUsed(directory)) {
          throw new UsageException(
              "no Mycel with a console runs at the data directory "
                  + directory
                  + " ("
                  + SOCKET
                  + ": "
                  + e.getMessage()
                  + "); start one, or name another by --data-dir",
              e);
        }
      }
      TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
    }
  }

  private static boolean isUsed(Path directory) throws UsageException {
    try {
      return DataDirectory.isUsed(directory);
    } catch (IOException e) {
      throw new UsageException(
          "cannot read the data directory " + directory + ": " + e.getMessage(), e);
    }
  }
}
