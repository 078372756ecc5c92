package io.mycel.plugins.internal.file;

/** The white space that all lines of a block begin with. */
final class Indentation {
  private Indentation() {}

  /**
   * The text without it. The first line stands behind the opening tag, so it does not count; blank
   * lines do not either. Lines stay lines.
   */
  static String remove(String text) {
    String[] lines = text.split("\n", -1);
    String common = null;
    for (int i = 1; i < lines.length; i++) {
      if (!lines[i].isBlank()) {
        common = common == null ? leading(lines[i]) : shared(common, lines[i]);
      }
    }
    if (common == null || common.isEmpty()) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length()).append(lines[0]);
    for (int i = 1; i < lines.length; i++) {
      out.append('\n');
      out.append(lines[i].startsWith(common) ? lines[i].substring(common.length()) : lines[i]);
    }
    return out.toString();
  }

  private static String leading(String line) {
    int end = 0;
    while (line.charAt(end) == ' ' || line.charAt(end) == '\t') {
      end++;
    }
    return line.substring(0, end);
  }

  private static String shared(String common, String line) {
    int end = 0;
    while (end < common.length() && end < line.length() && common.charAt(end) == line.charAt(end)) {
      end++;
    }
    return common.substring(0, end);
  }
}
