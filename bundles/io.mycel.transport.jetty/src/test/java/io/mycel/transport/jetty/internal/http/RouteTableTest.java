package io.mycel.transport.jetty.internal.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {
  private final ServedRoute a = new ServedRoute(request -> null);
  private final ServedRoute b = new ServedRoute(request -> null);
  private final ServedRoute c = new ServedRoute(request -> null);

  private static RouteTable.Entry get(String pattern, ServedRoute route) {
    return new RouteTable.Entry(pattern, Set.of("GET"), route);
  }

  private static RouteTable.Match match(RouteTable table, String path) {
    return table.match("GET", RawPath.parse(path));
  }

  @Test
  void literalGoesBeforeVariableBeforeRest() {
    RouteTable table = new RouteTable(List.of(get("/*", a), get("/{x}/y", b), get("/x/y", c)));
    assertSame(c, match(table, "/x/y").route());
    assertSame(b, match(table, "/z/y").route());
    assertEquals(Map.of("x", "z"), match(table, "/z/y").variables());
    assertSame(a, match(table, "/x/z").route());
    assertEquals(Map.of("*", "x/z"), match(table, "/x/z").variables());
    assertSame(a, match(table, "/").route());
  }

  @Test
  void deadEndOfALiteralIsLeftAgain() {
    RouteTable table = new RouteTable(List.of(get("/a/{x}/c", a), get("/{w}/b/{z}", b)));
    assertSame(b, match(table, "/a/b/d").route());
    assertEquals(Map.of("w", "a", "z", "d"), match(table, "/a/b/d").variables());
    assertSame(a, match(table, "/a/b/c").route());
  }

  @Test
  void methodOfALessSpecificPatternIsFound() {
    RouteTable table =
        new RouteTable(List.of(new RouteTable.Entry("/a", Set.of("POST"), a), get("/{x}", b)));
    assertSame(b, match(table, "/a").route());
    RouteTable.Match none = table.match("PUT", RawPath.parse("/a"));
    assertNull(none.route());
    assertEquals(Set.of("GET", "HEAD", "POST"), none.allowed());
  }

  @Test
  void earlierOfEqualPatternsWins() {
    RouteTable table = new RouteTable(List.of(get("/{x}", a), get("/{y}", b)));
    assertSame(a, match(table, "/1").route());
    assertEquals(Map.of("x", "1"), match(table, "/1").variables());
  }

  @Test
  void variableIsNeverEmptyAndATrailingSlashIsAnotherPath() {
    RouteTable table = new RouteTable(List.of(get("/a/{x}", a), get("/a", b)));
    assertNull(match(table, "/a/").route());
    assertEquals(Set.of(), match(table, "/a/").allowed());
    assertSame(b, match(table, "/a").route());
  }

  @Test
  void headIsAnsweredByGet() {
    RouteTable table = new RouteTable(List.of(get("/a", a)));
    assertSame(a, table.match("HEAD", RawPath.parse("/a")).route());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "", "/*/a", "/a{x}", "/{x}b", "/{}", "/{", "/{a}{b}"})
  void badPatternIsRefused(String pattern) {
    assertThrows(IllegalArgumentException.class, () -> new RouteTable(List.of(get(pattern, a))));
  }
}
