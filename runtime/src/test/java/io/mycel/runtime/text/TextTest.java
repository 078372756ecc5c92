package io.mycel.runtime.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {

  @Test
  void jsonIsReadAsItIsWritten() {
    String text = "{\"a\":[1,2.5,true,null,\"x\\\"y\"],\"b\":{}}";
    assertEquals(text, Json.line(Json.read(text)));
    assertEquals(Json.read(text), Json.read(Json.pretty(Json.read(text))));
    assertEquals("3", Json.line(3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[1,]", "{} {}", "<html>"})
  void whatIsNoJsonIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Json.read(text));
  }

  @Test
  void deepJsonIsRefused() {
    String deep = "[".repeat(1000) + "]".repeat(1000);
    assertThrows(IllegalArgumentException.class, () -> Json.read(deep));
  }

  @Test
  void whatMovesOrColoursTheTerminalIsReplaced() {
    assertEquals("?[31mred?[0m a b", PlainText.line("\u001b[31mred\u001b[0m\ta\nb"));
    assertEquals("a\nb?", PlainText.lines("a\nb\u202e"));
    assertEquals("", PlainText.line(null));
    assertEquals("Zelle µ 細胞", PlainText.line("Zelle µ 細胞"));
  }

  @Test
  void columnsAreAsWideAsTheyMustBeAndOnlyTheLastIsNotCut() {
    TextTable table = new TextTable("A", "B");
    table.add("x".repeat(100), "y".repeat(100));
    table.add(null, "");
    List<String> lines = table.lines();
    assertEquals("A" + " ".repeat(61) + "B", lines.get(0));
    assertEquals("x".repeat(59) + "…  " + "y".repeat(100), lines.get(1));
    assertEquals("", lines.get(2));
    assertThrows(IllegalArgumentException.class, () -> table.add("x"));
    assertTrue(Json.line(Map.of("a", lines.get(0))).startsWith("{"));
  }
}
