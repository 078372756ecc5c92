package io.mycel.runtime.create;

import io.mycel.runtime.cli.UsageException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The name of a new plugin, which becomes part of files, JSON, Java and Python. Only what means
 * nothing in any of them is taken.
 *
 * @param text as typed
 * @param words its parts of ASCII letters and digits, in lower case
 */
record PluginName(String text, List<String> words) {
  private static final int MAX = 60;
  private static final Pattern FORM = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M} ._()+-]*");

  static PluginName of(String typed) throws UsageException {
    String text = typed.strip();
    if (text.length() > MAX || !FORM.matcher(text).matches() || text.endsWith(".")) {
      throw new UsageException(
          "a plugin's NAME has up to "
              + MAX
              + " letters, digits, blanks and . _ ( ) + -, and begins with a letter or digit");
    }
    List<String> words =
        Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+"))
            .filter(word -> !word.isEmpty())
            .toList();
    return new PluginName(text, words.isEmpty() ? List.of("plugin") : words);
  }

  /** {@code my-plugin}: a folder, an artifact. */
  String dashed() {
    return String.join("-", words);
  }

  /** {@code org.example.myplugin}. */
  String javaPackage() {
    String name = String.join("", words);
    return "org.example." + (Character.isDigit(name.charAt(0)) ? "p" + name : name);
  }

  /** {@code MyPlugin}; never the name of a type that the source uses. */
  String javaClass() {
    String name =
        words.stream()
            .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
            .collect(Collectors.joining());
    boolean taken = List.of("Plugin", "Component", "List", "Test", "Double").contains(name);
    return Character.isDigit(name.charAt(0)) || taken ? "The" + name : name;
  }
}
