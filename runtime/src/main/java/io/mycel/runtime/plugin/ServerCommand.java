package io.mycel.runtime.plugin;

import io.mycel.runtime.cli.Arguments;
import io.mycel.runtime.cli.Command;
import io.mycel.runtime.cli.FailureException;
import io.mycel.runtime.cli.Operands;
import io.mycel.runtime.cli.Option;
import io.mycel.runtime.cli.Terminal;
import io.mycel.runtime.cli.UsageException;
import java.util.List;
import java.util.stream.Stream;

/**
 * A command that asks a server that runs.
 *
 * @param own its options beside those that say which server
 * @param action what it does
 */
record ServerCommand(
    String name, String summary, Operands operands, List<Option> own, Action action)
    implements Command {

  /** What a command does. */
  @FunctionalInterface
  interface Action {

    /** Does it; returns the exit code. */
    int run(Call call) throws UsageException, FailureException, InterruptedException;
  }

  @Override
  public List<Option> options() {
    return Stream.concat(own.stream(), Stream.of(PluginOptions.SERVER, PluginOptions.DATA_DIR))
        .toList();
  }

  @Override
  public int run(Arguments arguments, Terminal terminal)
      throws UsageException, FailureException, InterruptedException {
    return action.run(new Call(arguments, PluginServer.of(arguments, terminal), terminal));
  }
}
