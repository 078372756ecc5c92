package io.mycel.runtime.cli;

import java.util.ArrayList;
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

  /**
   * A command that was named.
   *
   * @param path the words that named it
   * @param words what was typed behind them
   */
  private record Named(Command command, List<String> path, List<String> words) {}

  /** Runs a command line; returns the exit code of the process. */
  public int run(List<String> words, Terminal terminal) throws InterruptedException {
    try {
      Named named = find(words);
      Command command = named.command();
      List<String> rest = named.words();
      if (asks(rest, "--help", command) || asks(rest, "-h", command)) {
        terminal.out().print(new Help(version).of(named.path(), command, commands));
        return 0;
      }
      if (asks(rest, "--version", command)) {
        terminal.out().println("Mycel " + version);
        return 0;
      }
      return command.run(Arguments.parse(command.options(), command.operands(), rest), terminal);
    } catch (UsageException e) {
      terminal.err().println("mycel: " + e.getMessage());
      return UsageException.EXIT_CODE;
    } catch (FailureException e) {
      terminal.err().println("mycel: " + e.getMessage());
      return FailureException.EXIT_CODE;
    }
  }

  /** Whether one of the words asks for something; those behind {@code --} are operands. */
  private static boolean asks(List<String> words, String question, Command command) {
    int end = command.operands().verbatim() ? -1 : words.indexOf("--");
    return (end < 0 ? words : words.subList(0, end)).contains(question);
  }

  private Named find(List<String> words) throws UsageException {
    List<String> path = new ArrayList<>();
    List<String> rest = words;
    List<Command> known = commands;
    Command command = commands.get(0);
    while (!known.isEmpty() && !rest.isEmpty() && !rest.get(0).startsWith("-")) {
      command = find(path, rest.get(0), known);
      path.add(command.name());
      rest = rest.subList(1, rest.size());
      known = command.commands();
    }
    return new Named(command, path.isEmpty() ? List.of(command.name()) : path, rest);
  }

  private static Command find(List<String> path, String word, List<Command> known)
      throws UsageException {
    for (Command command : known) {
      if (command.name().equals(word)) {
        return command;
      }
    }
    String nearest =
        Nearest.to(word, known.stream().map(Command::name).toList())
            .map(name -> "did you mean " + name + "?")
            .orElse("--help lists them all");
    List<String> typed = new ArrayList<>(path);
    typed.add(word);
    throw new UsageException("unknown command '" + String.join(" ", typed) + "'; " + nearest);
  }
}
