package io.mycel.js.internal.plugin;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Places in a plugin's file. Its scripts run without the white space that all their lines begin
 * with, so the columns that the engine names are moved back to where they are in the file.
 */
final class Places {
  private final String file;
  private final List<PluginSpec.Script> scripts;
  private final Pattern place;

  Places(PluginSpec spec) {
    this.file = spec.file();
    this.scripts = spec.scripts();
    this.place = Pattern.compile(Pattern.quote(file) + ":(\\d{1,9}):(\\d{1,9})");
  }

  /** A text with its places as they are in the file. */
  String inFile(String text) {
    if (text == null || !text.contains(file)) {
      return text;
    }
    return place
        .matcher(text)
        .replaceAll(
            found -> {
              int line = Integer.parseInt(found.group(1));
              int column = Integer.parseInt(found.group(2)) + indent(line);
              return Matcher.quoteReplacement(file + ":" + line + ":" + column);
            });
  }

  /** The first place that a text names, {@code file:line:column}; empty if it names none. */
  String first(String text) {
    Matcher found = place.matcher(text == null ? "" : text);
    return found.find() ? found.group() : "";
  }

  private int indent(int line) {
    return scripts.stream()
        .filter(script -> script.text() != null && script.line() <= line)
        .filter(script -> line < script.line() + script.text().lines().count())
        .findFirst()
        .map(PluginSpec.Script::indent)
        .orElse(0);
  }
}
