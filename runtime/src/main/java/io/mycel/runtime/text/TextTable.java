package io.mycel.runtime.text;

import java.util.ArrayList;
import java.util.List;

/** A table for people: a head, columns as wide as they must be, no line that ends with blanks. */
public final class TextTable {
  private static final String GAP = "  ";
  private static final int MAX_CELL = 60;

  private final List<List<String>> rows = new ArrayList<>();

  /** A table with a head. */
  public TextTable(String... head) {
    rows.add(List.of(head));
  }

  /** Adds a row of as many cells as the head has; null is an empty cell. */
  public void add(Object... cells) {
    if (cells.length != rows.get(0).size()) {
      throw new IllegalArgumentException(
          "a row of " + rows.get(0).size() + " cells, got " + cells.length);
    }
    List<String> row = new ArrayList<>(cells.length);
    for (int i = 0; i < cells.length; i++) {
      String text = PlainText.line(cells[i]);
      // nothing stands behind the last cell
      row.add(i == cells.length - 1 ? text : shortened(text));
    }
    rows.add(row);
  }

  /** The lines, the head first. */
  public List<String> lines() {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], length(row.get(i)));
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(row.get(i)).append(" ".repeat(widths[i] - length(row.get(i)))).append(GAP);
    }
    return line.toString().stripTrailing();
  }

  private static String shortened(String text) {
    return length(text) <= MAX_CELL
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MAX_CELL - 1)) + "…";
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
