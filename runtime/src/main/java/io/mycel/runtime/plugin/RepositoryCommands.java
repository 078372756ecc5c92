package io.mycel.runtime.plugin;

import io.mycel.runtime.cli.Command;
import io.mycel.runtime.cli.CommandGroup;
import io.mycel.runtime.cli.FailureException;
import io.mycel.runtime.cli.Operands;
import io.mycel.runtime.cli.UsageException;
import io.mycel.runtime.text.PlainText;
import io.mycel.runtime.text.TextTable;
import java.util.List;
import java.util.Map;

/** {@code plugin repository …}: where plugins are found. */
final class RepositoryCommands {
  private RepositoryCommands() {}

  static Command group() {
    return new CommandGroup(
        "repository",
        "Where plugins are found: list, add, remove, forget-key, refresh.",
        List.of(
            new ServerCommand(
                "list",
                "Lists the repositories.",
                Operands.NONE,
                List.of(PluginOptions.JSON),
                call -> print(call, call.ask("repositories", Map.of()))),
            new ServerCommand(
                "add",
                "Adds one: owner/repository at GitHub, a URL, or a folder.",
                Operands.one("SOURCE"),
                List.of(PluginOptions.JSON),
                call -> print(call, call.ask("add_repository", source(call)))),
            new ServerCommand(
                "remove",
                "Forgets one; plugins that came from it stay.",
                Operands.one("SOURCE"),
                List.of(),
                RepositoryCommands::remove),
            new ServerCommand(
                "forget-key",
                "Forgets the key of its publisher, who has told you that there is another one.",
                Operands.one("SOURCE"),
                List.of(PluginOptions.JSON),
                call -> print(call, call.ask("forget_key", source(call)))),
            new ServerCommand(
                "refresh",
                "Reads all of them again.",
                Operands.NONE,
                List.of(PluginOptions.JSON),
                call -> print(call, call.ask("refresh", Map.of())))));
  }

  private static Map<String, Object> source(Call call) {
    String typed = call.operand();
    return Map.of("source", call.server().isLocal() ? LocalSource.folder(typed) : typed);
  }

  private static int remove(Call call)
      throws UsageException, FailureException, InterruptedException {
    call.ask("remove_repository", source(call));
    call.print(PlainText.line(call.operand()) + " is no repository any more");
    return 0;
  }

  private static int print(Call call, Object repositories) throws UsageException {
    if (call.isGiven(PluginOptions.JSON)) {
      call.printJson(repositories);
      return 0;
    }
    TextTable table = new TextTable("REPOSITORY", "PLUGINS", "REFRESHED", "TRUST", "REMARKS");
    for (Map<String, Object> repository : Trees.maps(repositories)) {
      table.add(
          Trees.text(repository, "source"),
          Trees.text(repository, "plugins"),
          Trees.text(repository, "refreshed"),
          Trees.text(repository, "trust"),
          Trees.text(repository, "problem"));
    }
    call.print(table);
    return 0;
  }
}
