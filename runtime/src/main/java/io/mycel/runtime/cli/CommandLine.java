package io.mycel.runtime.cli;

import java.util.List;

/** Finds the command that a command line names, and runs it. */
public final class CommandLine {
  private final List<Command> commands;
  private final String version;

  /**
   * A command line.
   *
   * @param commands what there is; the first is run where none is named
   * @param version of this program
   */
  public CommandLine(List<Command> commands, String version) {
    this.commands = List.copyOf(commands);
    this.version = version;
  }

  /** Runs a command line; returns the exit code of the process. */
  public int run(List<String> words, Terminal terminal) throws InterruptedException {
    try {
      boolean named = !words.isEmpty() && !words.get(0).startsWith("-");
      Command command = named ? find(words.get(0)) : commands.get(0);
      List<String> rest = named ? words.subList(1, words.size()) : words;
      if (rest.contains("--help") || rest.contains("-h")) {
        terminal.out().print(new Help(version).of(command, commands));
        return 0;
      }
      if (rest.contains("--version")) {
        terminal.out().println("Mycel " + version);
        return 0;
      }
      Arguments arguments =
          command.operands().isPresent()
              ? Arguments.parseUpToOperands(command.options(), rest)
              : Arguments.parse(command.options(), rest);
      return command.run(arguments, terminal);
    } catch (UsageException e) {
      terminal.err().println("mycel: " + e.getMessage());
      return UsageException.EXIT_CODE;
    }
  }

  private Command find(String word) throws UsageException {
    for (Command command : commands) {
      if (command.name().equals(word)) {
        return command;
      }
    }
    String nearest =
        Nearest.to(word, commands.stream().map(Command::name).toList())
            .map(name -> "did you mean " + name + "?")
            .orElse("--help lists them all");
    throw new UsageException("unknown command '" + word + "'; " + nearest);
  }
}
