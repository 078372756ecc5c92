package io.mycel.runtime.cli;

import java.util.List;
import java.util.Optional;

/** One thing the launcher can do, named by the first argument. */
public interface Command {

  /** The word on the command line. */
  String name();

  /** What it does, in one line. */
  String summary();

  /** The options it takes, in the order of its help. */
  List<Option> options();

  /**
   * What stands in the help for the words after the options; empty if there may be none. From the
   * first such word on everything belongs to them, but for {@code --help} and {@code --version}.
   */
  default Optional<String> operands() {
    return Optional.empty();
  }

  /**
   * Does it.
   *
   * @return the exit code of the process
   * @throws UsageException what the user asked for cannot be done; exit code 2
   * @throws InterruptedException the process is asked to end
   */
  int run(Arguments arguments, Terminal terminal) throws UsageException, InterruptedException;
}
