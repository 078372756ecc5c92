package io.mycel.runtime.plugin;

import io.mycel.runtime.cli.Command;
import io.mycel.runtime.cli.CommandGroup;
import io.mycel.runtime.create.CreateCommand;
import io.mycel.runtime.tools.ToolCommands;
import java.util.ArrayList;
import java.util.List;

/** {@code mycel plugin …}: the plugins of a server that runs, and the tools of their authors. */
public final class PluginCommand {
  private PluginCommand() {}

  /**
   * The commands.
   *
   * @param version of this program
   */
  public static Command group(String version) {
    List<Command> commands = new ArrayList<>();
    commands.add(InstallCommand.create());
    commands.addAll(QueryCommands.all());
    commands.addAll(LifeCommands.all());
    commands.add(RepositoryCommands.group());
    commands.addAll(TransferCommands.all());
    commands.add(new CreateCommand(version));
    commands.addAll(ToolCommands.all());
    return new CommandGroup("plugin", "Installs, updates, makes and looks at plugins.", commands);
  }
}
