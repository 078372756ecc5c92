package io.mycel.runtime.plugin;

import io.mycel.runtime.cli.Command;
import io.mycel.runtime.cli.FailureException;
import io.mycel.runtime.cli.Operands;
import io.mycel.runtime.cli.Option;
import io.mycel.runtime.cli.OptionType;
import io.mycel.runtime.cli.UsageException;
import io.mycel.runtime.text.PlainText;
import io.mycel.runtime.text.TextTable;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The commands that look: {@code search}, {@code list}, {@code history}, {@code logs}. */
final class QueryCommands {
  private static final Option ALL =
      new Option("all", OptionType.FLAG, null, null, "Lists the plugins of every workspace.");

  private static final Option LINES =
      new Option("lines", OptionType.NUMBER, "100", null, "How many lines, the last ones.");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private QueryCommands() {}

  static List<Command> all() {
    return List.of(
        new ServerCommand(
            "search",
            "Finds plugins in the repositories.",
            Operands.many("WORDS...", 0),
            List.of(PluginOptions.JSON),
            QueryCommands::search),
        new ServerCommand(
            "list",
            "Lists the plugins that are installed.",
            Operands.NONE,
            List.of(PluginOptions.WORKSPACE, ALL, PluginOptions.JSON),
            QueryCommands::list),
        new ServerCommand(
            "history",
            "Lists what was installed when, for rollback.",
            Operands.NONE,
            List.of(PluginOptions.JSON),
            QueryCommands::history),
        new ServerCommand(
            "logs",
            "Shows what a plugin has written.",
            Operands.one("NAME"),
            List.of(PluginOptions.WORKSPACE, LINES, PluginOptions.JSON),
            QueryCommands::logs));
  }

  private static int search(Call call)
      throws UsageException, FailureException, InterruptedException {
    Object found =
        call.ask("search", Map.of("query", String.join(" ", call.arguments().operands())));
    if (call.isGiven(PluginOptions.JSON)) {
      call.printJson(Statuses.json(found, "available"));
      return 0;
    }
    if (Trees.maps(found).isEmpty()) {
      call.terminal().err().println("nothing found; 'mycel plugin repository list' shows where");
      return 0;
    }
    TextTable table = new TextTable("NAME", "VERSION", "TYPE", "TAGS", "REPOSITORY", "DESCRIPTION");
    for (Map<String, Object> plugin : Trees.maps(found)) {
      table.add(
          Trees.text(plugin, "name"),
          Trees.text(plugin, "version"),
          Trees.text(plugin, "type"),
          Trees.text(plugin, "tags"),
          Trees.text(plugin, "repository"),
          Trees.text(plugin, "description"));
    }
    call.print(table);
    return 0;
  }

  private static int list(Call call) throws UsageException, FailureException, InterruptedException {
    Map<String, Object> where = new HashMap<>();
    where.put("workspace", call.isGiven(ALL) ? null : call.text(PluginOptions.WORKSPACE));
    Object plugins = call.ask("list", where);
    if (call.isGiven(PluginOptions.JSON)) {
      call.printJson(Statuses.json(plugins, ""));
    } else {
      call.print(Statuses.table(plugins));
    }
    return 0;
  }

  private static int history(Call call)
      throws UsageException, FailureException, InterruptedException {
    Object history = call.ask("history", Map.of());
    if (call.isGiven(PluginOptions.JSON)) {
      call.printJson(history);
      return 0;
    }
    TextTable table = new TextTable("REVISION", "TIME", "CHANGE", "PLUGINS");
    for (Map<String, Object> revision : Trees.maps(history)) {
      table.add(
          Trees.text(revision, "revision"),
          Trees.text(revision, "created"),
          Trees.text(revision, "change"),
          Trees.text(revision, "plugins"));
    }
    call.print(table);
    return 0;
  }

  private static int logs(Call call) throws UsageException, FailureException, InterruptedException {
    Object lines = call.askAboutPlugin("log", Map.of("lines", LINES.required(call.arguments())));
    if (call.isGiven(PluginOptions.JSON)) {
      call.printJson(lines);
      return 0;
    }
    for (Map<String, Object> line : Trees.maps(lines)) {
      call.print(
          PlainText.line(
              "%s %-5s %s"
                  .formatted(
                      TIME.format(Instant.ofEpochMilli(Trees.number(line, "time_millis"))),
                      Trees.text(line, "level"),
                      Trees.text(line, "text"))));
    }
    return 0;
  }
}
