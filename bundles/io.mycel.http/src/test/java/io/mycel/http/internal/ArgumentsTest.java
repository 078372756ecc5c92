package io.mycel.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.mycel.api.http.HttpException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArgumentsTest {
  private final JsonFormat json = new JsonFormat(Settings.DEFAULT);

  static Stream<Object[]> queryValues() {
    return Stream.of(
        row("John", "John"),
        row("", ""),
        row("12", 12L),
        row("007", 7L),
        row("-5", -5L),
        row("+5", 5L),
        row("9223372036854775807", Long.MAX_VALUE),
        row("18446744073709551615", new BigInteger("18446744073709551615")),
        row("18446744073709551616", "18446744073709551616"),
        row("-9223372036854775808", Long.MIN_VALUE),
        row("-9223372036854775809", "-9223372036854775809"),
        row("1".repeat(5000), "1".repeat(5000)),
        row("1.5", 1.5),
        row("-.5", -0.5),
        row("1e5", 1e5),
        row("1E-3", 1e-3),
        row("nan", Double.NaN),
        row("NaN", Double.NaN),
        row("inf", Double.POSITIVE_INFINITY),
        row("-Infinity", Double.NEGATIVE_INFINITY),
        row("1d", "1d"),
        row("1f", "1f"),
        row("0x10", "0x10"),
        row("1_000", "1_000"),
        row(" 1", " 1"),
        row("1.2.3", "1.2.3"),
        row("-", "-"),
        row("e", "e"),
        row("\u0663", "\u0663"),
        row("true", "true"),
        row("null", "null"),
        row("{\"a\": [1, 2.5, null]}", Map.of("a", Arrays.asList(1L, 2.5, null))),
        row("[1, true]", List.of(1L, true)),
        row("{not json", "{not json"),
        row("[1] 2", "[1] 2"),
        row("\"quoted\"", "\"quoted\""));
  }

  private static Object[] row(Object... cells) {
    return cells;
  }

  @ParameterizedTest
  @MethodSource("queryValues")
  void queryValueIsConvertedByItsForm(String text, Object expected) {
    Arguments arguments = query(Map.of("x", List.of(text)));

    assertEquals(Map.of("x", expected), arguments.kwargs());
    assertEquals(List.of(), arguments.args());
  }

  @Test
  void repeatedNameIsListInOrder() {
    assertEquals(
        Map.of("x", List.of(1L, "b", 2.5)), query(Map.of("x", List.of("1", "b", "2.5"))).kwargs());
  }

  @Test
  void modeSelectsAProviderAndIsNoArgument() {
    assertEquals(
        Map.of("a", 1L), query(Map.of("_mode", List.of("random"), "a", List.of("1"))).kwargs());
  }

  @Test
  void objectIsKeywordArguments() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("a", 1L);
    body.put("b", null);

    Arguments arguments = body(body);

    assertEquals(body, arguments.kwargs());
    assertEquals(List.of(), arguments.args());
  }

  @Test
  void arrayIsPositionalArguments() {
    Arguments arguments = body(Arrays.asList(1L, null, "x"));

    assertEquals(Arrays.asList(1L, null, "x"), arguments.args());
    assertEquals(Map.of(), arguments.kwargs());
  }

  @Test
  void primitiveIsOnePositionalArgument() {
    assertEquals(List.of("x"), body("x").args());
    assertEquals(Arrays.asList((Object) null), body(null).args());
  }

  @Test
  void representedObjectIsOnePositionalArgument() {
    Map<String, Object> set = Map.of("_rtype", "set", "_rvalue", List.of(1L));

    assertEquals(List.of(set), body(set).args());
    assertEquals(Map.of(), body(set).kwargs());
  }

  @Test
  void eachArgumentIsRestoredOnItsOwn() {
    UnaryOperator<Object> mark = value -> "<" + value + ">";

    assertEquals(Map.of("a", "<1>"), Arguments.ofBody(Map.of("a", 1L), mark).kwargs());
    assertEquals(
        Map.of("a", "<1>"), Arguments.ofQuery(Map.of("a", List.of("1")), json, mark).kwargs());
  }

  @Test
  void nameThatIsNoStringIsRefused() {
    HttpException e = assertThrows(HttpException.class, () -> body(Map.of(1L, "x")));

    assertEquals(400, e.status());
    assertEquals("the name of an argument must be a string, got 1", e.getMessage());
  }

  private Arguments query(Map<String, List<String>> query) {
    return Arguments.ofQuery(query, json, UnaryOperator.identity());
  }

  private static Arguments body(Object tree) {
    return Arguments.ofBody(tree, UnaryOperator.identity());
  }
}
