package io.mycel.plugins.internal.file;

/** Versions, types and tags, which come into names, headers, logs and terminals. */
public final class PluginWord {
  private static final int MAX_CHARS = 100;

  private PluginWord() {}

  /** What is wrong with one; empty if nothing is. */
  public static String problem(String word) {
    if (word.length() > MAX_CHARS) {
      return "it has more than " + MAX_CHARS + " characters";
    }
    return word.equals(CleanText.line(word))
        ? ""
        : "it must have no white space around it, and no characters that are not seen (control"
            + " characters, marks of direction)";
  }
}
