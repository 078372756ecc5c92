package io.mycel.runtime.plugin;

import io.mycel.runtime.cli.Command;
import io.mycel.runtime.cli.CommandGroup;
import java.util.ArrayList;
import java.util.List;

/** {@code mycel plugin …}: the plugins of a server that runs, and the tools of their authors. */
public final class PluginCommand {
  private PluginCommand() {}

  /** The commands. */
  public static Command group() {
    List<Command> commands = new ArrayList<>();
    commands.add(InstallCommand.create());
    commands.addAll(QueryCommands.all());
    commands.addAll(LifeCommands.all());
    commands.add(RepositoryCommands.group());
    commands.addAll(TransferCommands.all());
    return new CommandGroup("plugin", "Installs, updates, makes and looks at plugins.", commands);
  }
}
