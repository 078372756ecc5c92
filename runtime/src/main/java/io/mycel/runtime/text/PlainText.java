package io.mycel.runtime.text;

/**
 * Texts of strangers, such as names and logs of plugins: whatever would move the cursor or colour
 * the terminal of the one who looks is replaced.
 */
public final class PlainText {
  private PlainText() {}

  /** In one line. */
  public static String line(Object text) {
    return clean(text, false);
  }

  /** Line breaks stay. */
  public static String lines(Object text) {
    return clean(text, true);
  }

  private static String clean(Object text, boolean lines) {
    if (text == null) {
      return "";
    }
    StringBuilder clean = new StringBuilder();
    text.toString()
        .codePoints()
        .map(c -> isPrintable(c) || lines && c == '\n' ? c : c == '\n' || c == '\t' ? ' ' : '?')
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED,
          Character.PRIVATE_USE ->
          false;
      default -> true;
    };
  }
}
