package io.mycel.runtime;

import io.mycel.runtime.cli.CommandLine;
import io.mycel.runtime.cli.Keyboard;
import io.mycel.runtime.cli.Terminal;
import io.mycel.runtime.console.ConsoleCommand;
import io.mycel.runtime.plugin.PluginCommand;
import io.mycel.runtime.serve.ServeCommand;
import java.util.List;
import java.util.Optional;

/** The entry point of the process. */
public final class Main {
  private Main() {}

  /** Runs a command line; the exit code is 0, 2 for what the user can mend, or 1. */
  public static void main(String[] args) throws InterruptedException {
    String version = Version.ofThisBuild();
    CommandLine commandLine =
        new CommandLine(
            List.of(new ServeCommand(version), new ConsoleCommand(), PluginCommand.group(version)),
            version);
    System.exit(
        commandLine.run(
            List.of(args),
            new Terminal(System.in, System.out, System.err, System.getenv(), Main::person)));
  }

  private static Optional<Terminal.Person> person() {
    return Keyboard.console().map(console -> question -> console.readLine("%s", question));
  }
}
