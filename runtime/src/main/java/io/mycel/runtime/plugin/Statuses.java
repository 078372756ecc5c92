package io.mycel.runtime.plugin;

import io.mycel.runtime.cli.FailureException;
import io.mycel.runtime.cli.UsageException;
import io.mycel.runtime.text.PlainText;
import io.mycel.runtime.text.TextTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Plugins as a server describes them. */
final class Statuses {
  /** What every program may count on in a list of plugins. */
  private static final List<String> KEYS =
      List.of("name", "version", "tag", "type", "state", "cause");

  private Statuses() {}

  /** For programs: whatever the server says, and never less than {@link #KEYS}. */
  static List<Map<String, Object>> json(Object answer, String stateOtherwise) {
    return Trees.maps(answer).stream()
        .map(
            plugin -> {
              Map<String, Object> complete = new LinkedHashMap<>();
              KEYS.forEach(key -> complete.put(key, ""));
              complete.put("tag", null);
              complete.put("state", stateOtherwise);
              complete.putAll(plugin);
              return complete;
            })
        .toList();
  }

  /** For people. */
  static TextTable table(Object answer) {
    TextTable table =
        new TextTable("NAME", "VERSION", "TAG", "TYPE", "STATE", "WORKSPACE", "REMARKS");
    for (Map<String, Object> plugin : Trees.maps(answer)) {
      table.add(
          Trees.text(plugin, "name"),
          Trees.text(plugin, "version"),
          Trees.text(plugin, "tag"),
          Trees.text(plugin, "type"),
          Trees.text(plugin, "state"),
          Trees.text(plugin, "workspace"),
          remarks(plugin));
    }
    return table;
  }

  private static String remarks(Map<String, Object> plugin) {
    StringBuilder remarks = new StringBuilder(Trees.text(plugin, "cause"));
    if (!Trees.text(plugin, "available").isEmpty()) {
      remarks.append(remarks.isEmpty() ? "" : "; ").append("update to ");
      remarks.append(Trees.text(plugin, "available"));
    }
    if (Boolean.TRUE.equals(plugin.get("pinned"))) {
      remarks.append(remarks.isEmpty() ? "" : "; ").append("pinned");
    }
    return remarks.toString();
  }

  /**
   * Prints what has become of plugins, a line each, or all of it as JSON. Servers may tell it in
   * texts too.
   *
   * @return the exit code: that of a failure if one of them has failed
   */
  static int print(Call call, Object answer) throws UsageException {
    if (call.isGiven(PluginOptions.JSON)) {
      call.printJson(Trees.maps(answer).isEmpty() ? answer : json(answer, ""));
    } else {
      Trees.texts(answer).forEach(text -> call.print(PlainText.line(text)));
      Trees.maps(answer).forEach(plugin -> call.print(line(plugin)));
    }
    boolean failed =
        Trees.maps(answer).stream().anyMatch(plugin -> "failed".equals(plugin.get("state")));
    return failed ? FailureException.EXIT_CODE : 0;
  }

  /** {@code Name 0.1.0@tag: state: cause}. */
  private static String line(Map<String, Object> plugin) {
    String tag = Trees.text(plugin, "tag");
    String cause = Trees.text(plugin, "cause");
    return PlainText.line(
        Trees.text(plugin, "name")
            + " "
            + Trees.text(plugin, "version")
            + (tag.isEmpty() ? "" : "@" + tag)
            + ": "
            + Trees.text(plugin, "state")
            + (cause.isEmpty() ? "" : ": " + cause));
  }
}
