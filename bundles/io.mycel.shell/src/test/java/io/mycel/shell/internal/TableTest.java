package io.mycel.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void columnsAreAsWideAsTheirWidestCellAndNoLineEndsWithBlanks() {
    Table table = new Table("NAME", "N");
    table.add("a", 1);
    table.add("longer", null);
    assertEquals("NAME    N\na       1\nlonger", table.toString());
  }

  @Test
  void whatWouldSteerTheTerminalIsReplaced() {
    Table table = new Table("NAME");
    table.add("\u001b[31mred\nnext\u202e");
    assertEquals("NAME\n?[31mred?next?", table.toString());
  }

  @Test
  void longCellIsCutBetweenCharacters() {
    Table table = new Table("X");
    table.add("\ud83e\udd84".repeat(61));
    assertEquals("X\n" + "\ud83e\udd84".repeat(59) + "…", table.toString());
    Table fits = new Table("X");
    fits.add("y".repeat(60));
    assertEquals("X\n" + "y".repeat(60), fits.toString());
  }

  @Test
  void rowOfAnotherLengthIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Table("A", "B").add("only one"));
  }
}
