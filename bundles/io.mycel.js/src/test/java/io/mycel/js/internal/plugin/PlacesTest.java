package io.mycel.js.internal.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlacesTest {
  /** A plugin with a script from line 10 on, whose lines were moved by four columns. */
  private final Places places =
      new Places(
          new PluginSpec(
              "Test",
              "Test.imjoy.html",
              List.of(),
              List.of(new PluginSpec.Script("first\nsecond\nthird", 10, 4, null, false)),
              Map.of(),
              Map.of(),
              false,
              false,
              List.of(),
              false,
              new PluginSpec.Patience(1, 1, 1, 1)));

  @Test
  void columnsAreThoseOfTheFile() {
    assertEquals(
        "at f (Test.imjoy.html:11:7), at Test.imjoy.html:12:5, at other.js:11:3",
        places.inFile("at f (Test.imjoy.html:11:3), at Test.imjoy.html:12:1, at other.js:11:3"));
  }

  @Test
  void linesOutsideOfScriptsStayAsTheyAre() {
    assertEquals(
        "Test.imjoy.html:9:3 Test.imjoy.html:13:3",
        places.inFile("Test.imjoy.html:9:3 Test.imjoy.html:13:3"));
  }

  @Test
  void firstPlaceIsFoundInATrace() {
    assertEquals("Test.imjoy.html:11:7", places.first("Error: no\n at f (Test.imjoy.html:11:7)"));
    assertEquals("", places.first("Error: no"));
  }
}
