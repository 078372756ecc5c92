package io.mycel.runtime.cli;

import java.util.List;

/** One thing the launcher can do, named by the first argument. */
public interface Command {

  /** The word on the command line. */
  String name();

  /** What it does, in one line. */
  String summary();

  /** The options it takes, in the order of its help. */
  List<Option> options();

  /** The words that it takes beside options. */
  default Operands operands() {
    return Operands.NONE;
  }

  /** The commands of which the next word names one; empty for a command that does something. */
  default List<Command> commands() {
    return List.of();
  }

  /**
   * Does it.
   *
   * @return the exit code of the process
   * @throws UsageException what the user asked for cannot be done; exit code 2
   * @throws FailureException what the user asked for was tried, and failed; exit code 1
   * @throws InterruptedException the process is asked to end
   */
  int run(Arguments arguments, Terminal terminal)
      throws UsageException, FailureException, InterruptedException;
}
