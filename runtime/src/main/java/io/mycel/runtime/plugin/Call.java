package io.mycel.runtime.plugin;

import io.mycel.runtime.cli.Arguments;
import io.mycel.runtime.cli.FailureException;
import io.mycel.runtime.cli.Nearest;
import io.mycel.runtime.cli.Option;
import io.mycel.runtime.cli.Terminal;
import io.mycel.runtime.cli.UsageException;
import io.mycel.runtime.text.Json;
import io.mycel.runtime.text.PlainText;
import io.mycel.runtime.text.TextTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One command line that asks a server.
 *
 * @param arguments what was typed
 * @param server who is asked
 * @param terminal where it is printed
 */
record Call(Arguments arguments, PluginServer server, Terminal terminal) {

  /** The value of an option of texts; null if there is none. */
  String text(Option option) throws UsageException {
    return (String) option.value(arguments).orElse(null);
  }

  boolean isGiven(Option option) throws UsageException {
    return option.isGiven(arguments);
  }

  /** The one operand; null if there is none. */
  String operand() {
    return arguments.operands().isEmpty() ? null : arguments.operands().get(0);
  }

  /** Asks the server. */
  Object ask(String function, Map<String, Object> values)
      throws UsageException, FailureException, InterruptedException {
    return server.call(function, new LinkedHashMap<>(values));
  }

  /**
   * Asks the server for something about one plugin, which the operand names.
   *
   * @param more arguments beside {@code name} and {@code workspace}
   */
  Object askAboutPlugin(String function, Map<String, Object> more)
      throws UsageException, FailureException, InterruptedException {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", operand());
    values.put("workspace", text(PluginOptions.WORKSPACE));
    values.putAll(more);
    try {
      return ask(function, values);
    } catch (FailureException e) {
      checkPlugin();
      throw e;
    }
  }

  /** Tells who mistyped what there is. */
  private void checkPlugin() throws UsageException, FailureException, InterruptedException {
    String workspace = text(PluginOptions.WORKSPACE);
    List<String> names =
        Trees.maps(ask("list", Map.of("workspace", workspace))).stream()
            .map(plugin -> Trees.text(plugin, "name"))
            .toList();
    if (names.contains(operand())) {
      return;
    }
    throw new UsageException(
        "there is no plugin '"
            + PlainText.line(operand())
            + "' in the workspace "
            + PlainText.line(workspace)
            + "; "
            + Nearest.to(operand(), names)
                .map(name -> "did you mean '" + PlainText.line(name) + "'?")
                .orElse("'mycel plugin list' shows what there is"));
  }

  void print(String line) {
    terminal.out().println(line);
  }

  void print(TextTable table) {
    table.lines().forEach(this::print);
  }

  void printJson(Object tree) {
    print(Json.pretty(tree));
  }
}
