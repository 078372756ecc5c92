package io.mycel.shell.internal;

import java.util.ArrayList;
import java.util.List;

/** A table for people: a head, columns as wide as they must be, no line that ends with blanks. */
final class Table {
  private static final String GAP = "  ";
  private static final int MAX_CELL = 60;

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... head) {
    rows.add(List.of(head));
  }

  /** Adds a row of as many cells as the head has; null is an empty cell. */
  void add(Object... cells) {
    if (cells.length != rows.get(0).size()) {
      throw new IllegalArgumentException(
          "a row of " + rows.get(0).size() + " cells, got " + cells.length);
    }
    List<String> row = new ArrayList<>(cells.length);
    for (Object cell : cells) {
      row.add(cell == null ? "" : oneLine(cell.toString()));
    }
    rows.add(row);
  }

  /** The text, each line but the last ended by a line feed. */
  @Override
  public String toString() {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], length(row.get(i)));
      }
    }
    List<String> lines = rows.stream().map(row -> line(row, widths)).toList();
    return String.join("\n", lines);
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(row.get(i)).append(" ".repeat(widths[i] - length(row.get(i)))).append(GAP);
    }
    return line.toString().stripTrailing();
  }

  /**
   * Names and descriptions come from strangers: whatever would move the cursor or colour the
   * terminal of the one who looks is replaced.
   */
  private static String oneLine(String text) {
    int end = length(text) <= MAX_CELL ? text.length() : text.offsetByCodePoints(0, MAX_CELL - 1);
    return plain(text.substring(0, end)) + (end < text.length() ? "…" : "");
  }

  /** A text of a stranger in one line, of any length. */
  static String plain(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints().map(c -> isPrintable(c) ? c : '?').forEach(line::appendCodePoint);
    return line.toString();
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

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
