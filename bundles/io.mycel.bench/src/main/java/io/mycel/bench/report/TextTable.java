package io.mycel.bench.report;

import java.util.ArrayList;
import java.util.List;

/** A table for a terminal: columns as wide as their widest cell, numbers to the right. */
public final class TextTable {
  private final List<List<String>> lines = new ArrayList<>();
  private final int textColumns;

  /**
   * A table with a head.
   *
   * @param textColumns how many columns at the left are texts; the others are numbers
   */
  public TextTable(int textColumns, String... head) {
    this.textColumns = textColumns;
    lines.add(List.of(head));
  }

  /** Adds a line; it may have fewer cells than the head. */
  public void add(List<String> cells) {
    lines.add(List.copyOf(cells));
  }

  /** All lines, each ended by a newline. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder row = new StringBuilder();
      for (int column = 0; column < line.size(); column++) {
        String cell = line.get(column);
        String blanks = " ".repeat(width(column) - cell.length());
        row.append(column == 0 ? "" : "  ");
        row.append(column < textColumns ? cell + blanks : blanks + cell);
      }
      text.append(row.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private int width(int column) {
    return lines.stream()
        .filter(line -> line.size() > column)
        .mapToInt(line -> line.get(column).length())
        .max()
        .orElse(0);
  }
}
