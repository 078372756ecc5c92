package io.mycel.runtime.cli;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A word that stands before others: {@code plugin list}.
 *
 * @param commands what may follow
 */
public record CommandGroup(String name, String summary, List<Command> commands) implements Command {

  /** A group; the list is copied. */
  public CommandGroup {
    commands = List.copyOf(commands);
  }

  @Override
  public List<Option> options() {
    return List.of();
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) throws UsageException {
    throw new UsageException(
        name
            + " needs one of "
            + commands.stream().map(Command::name).collect(Collectors.joining(", "))
            + "; --help tells more");
  }
}
