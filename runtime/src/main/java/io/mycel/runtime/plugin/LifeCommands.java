package io.mycel.runtime.plugin;

import io.mycel.runtime.cli.Command;
import io.mycel.runtime.cli.FailureException;
import io.mycel.runtime.cli.Operands;
import io.mycel.runtime.cli.Option;
import io.mycel.runtime.cli.OptionType;
import io.mycel.runtime.cli.UsageException;
import io.mycel.runtime.text.Json;
import io.mycel.runtime.text.PlainText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The commands that change plugins that are there, or run one. */
final class LifeCommands {
  private static final Option ALL =
      new Option("all", OptionType.FLAG, null, null, "All plugins of the workspace.");

  private static final Option DATA =
      new Option(
          "data", OptionType.TEXT, null, null, "What the plugin is given as 'data', in JSON.");

  private LifeCommands() {}

  static List<Command> all() {
    return List.of(
        new ServerCommand(
            "update",
            "Updates a plugin, or all.",
            Operands.optional("[NAME]"),
            List.of(ALL, PluginOptions.WORKSPACE, PluginOptions.JSON),
            LifeCommands::update),
        new ServerCommand(
            "rollback",
            "Goes back to what was installed before, or at a revision of history.",
            Operands.optional("[REVISION]"),
            List.of(PluginOptions.JSON),
            LifeCommands::rollback),
        new ServerCommand(
            "remove",
            "Removes a plugin and what it kept.",
            Operands.one("NAME"),
            List.of(PluginOptions.WORKSPACE),
            LifeCommands::remove),
        state("start", "Starts a plugin."),
        state("stop", "Stops a plugin until it is started again."),
        pin("pin", "Keeps a plugin as it is when others are updated.", true),
        pin("unpin", "Lets a plugin be updated again.", false),
        new ServerCommand(
            "run",
            "Calls the run function of a plugin, and prints what it returns.",
            Operands.one("NAME"),
            List.of(DATA, PluginOptions.WORKSPACE),
            LifeCommands::run));
  }

  private static Command state(String name, String summary) {
    return new ServerCommand(
        name,
        summary,
        Operands.one("NAME"),
        List.of(PluginOptions.WORKSPACE, PluginOptions.JSON),
        call -> Statuses.print(call, call.askAboutPlugin(name, Map.of())));
  }

  private static Command pin(String name, String summary, boolean pinned) {
    return new ServerCommand(
        name,
        summary,
        Operands.one("NAME"),
        List.of(PluginOptions.WORKSPACE),
        call -> {
          call.askAboutPlugin("pin", Map.of("pinned", pinned));
          call.print(PlainText.line(call.operand()) + (pinned ? " is pinned" : " is not pinned"));
          return 0;
        });
  }

  private static int update(Call call)
      throws UsageException, FailureException, InterruptedException {
    if (call.operand() != null) {
      if (call.isGiven(ALL)) {
        throw new UsageException("write either a NAME or --all");
      }
      return Statuses.print(call, call.askAboutPlugin("update", Map.of()));
    }
    Map<String, Object> where = new LinkedHashMap<>();
    where.put("workspace", call.text(PluginOptions.WORKSPACE));
    return Statuses.print(call, call.ask("update", where));
  }

  private static int rollback(Call call)
      throws UsageException, FailureException, InterruptedException {
    Map<String, Object> revision = new LinkedHashMap<>();
    if (call.operand() != null) {
      try {
        revision.put("revision", Long.parseLong(call.operand()));
      } catch (NumberFormatException e) {
        throw new UsageException(
            "a REVISION is a number, not '"
                + PlainText.line(call.operand())
                + "'; 'mycel plugin history' lists them",
            e);
      }
    }
    Object now = call.ask("rollback", revision);
    if (call.isGiven(PluginOptions.JSON)) {
      call.printJson(now);
      return 0;
    }
    Map<String, Object> set = Trees.map(now);
    call.print("revision " + PlainText.line(Trees.text(set, "revision")) + " is in force:");
    Trees.texts(set.get("plugins")).forEach(plugin -> call.print("  " + PlainText.line(plugin)));
    return 0;
  }

  private static int remove(Call call)
      throws UsageException, FailureException, InterruptedException {
    call.askAboutPlugin("remove", Map.of());
    call.print(PlainText.line(call.operand()) + " is removed");
    return 0;
  }

  private static int run(Call call) throws UsageException, FailureException, InterruptedException {
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("config", Map.of());
    context.put("data", data(call.text(DATA)));
    call.printJson(call.askAboutPlugin("run", Map.of("context", context)));
    return 0;
  }

  private static Object data(String text) throws UsageException {
    try {
      return text == null ? Map.of() : Json.read(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "option --data is no JSON: "
              + PlainText.line(e.getMessage())
              + "; write for example --data '{\"sigma\": 2}'",
          e);
    }
  }
}
