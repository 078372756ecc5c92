package io.mycel.runtime.console;

import io.mycel.runtime.cli.Arguments;
import io.mycel.runtime.cli.Command;
import io.mycel.runtime.cli.Option;
import io.mycel.runtime.cli.OptionType;
import io.mycel.runtime.cli.Terminal;
import io.mycel.runtime.cli.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Speaks to a Mycel that runs: one command, or a console, or a script at the standard input. */
public final class ConsoleCommand implements Command {
  private static final String SOCKET = "console.sock";

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
  public Optional<String> operands() {
    return Optional.of("[COMMAND]");
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

  private static ConsoleChannel connect(Path directory) throws UsageException {
    Path socket = directory.resolve(SOCKET);
    try {
      return ConsoleChannel.open(socket);
    } catch (IOException e) {
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
}
