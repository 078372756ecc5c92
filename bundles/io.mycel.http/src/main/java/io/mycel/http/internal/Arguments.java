package io.mycel.http.internal;

import io.mycel.api.http.HttpException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The arguments of a call over HTTP.
 *
 * @param args positional
 * @param kwargs by name
 */
record Arguments(List<Object> args, Map<String, Object> kwargs) {
  static final Arguments NONE = new Arguments(List.of(), Map.of());

  /** Which of several providers Hypha should take; here the hub decides, so it is no argument. */
  private static final String MODE = "_mode";

  /**
   * What a body stands for: an object is keyword arguments, an array positional ones, anything else
   * (also an object with an {@code _rtype}, such as an ndarray) the only positional one.
   *
   * @param tree the body in the data representation
   * @param restore turns a tree into its value
   */
  static Arguments ofBody(Object tree, UnaryOperator<Object> restore) {
    if (tree instanceof Map<?, ?> map && !map.containsKey("_rtype")) {
      Map<String, Object> kwargs = new LinkedHashMap<>();
      map.forEach((name, value) -> kwargs.put(name(name), restore.apply(value)));
      return new Arguments(List.of(), kwargs);
    }
    if (tree instanceof List<?> list) {
      List<Object> args = new ArrayList<>(list.size());
      list.forEach(item -> args.add(restore.apply(item)));
      return new Arguments(args, Map.of());
    }
    return new Arguments(Collections.singletonList(restore.apply(tree)), Map.of());
  }

  /**
   * Query parameters as keyword arguments; a name that comes several times is a list.
   *
   * <p>A value of digits is an integer, one in the syntax of a floating-point number a number, as
   * in Hypha, and so are {@code nan}, {@code inf} and {@code infinity} in any case. Unlike Hypha, a
   * signed integer stays an integer, an integer beyond 64 bits stays a string, and so does what
   * only Python takes for a number ({@code 1_000}, blanks around). A value that begins with a brace
   * or a bracket is JSON if it is valid. Everything else is a string, also {@code true} and {@code
   * null}: who needs those posts JSON.
   */
  static Arguments ofQuery(
      Map<String, List<String>> query, JsonFormat json, UnaryOperator<Object> restore) {
    Map<String, Object> kwargs = new LinkedHashMap<>();
    query.forEach(
        (name, values) -> {
          if (!name.equals(MODE) && !values.isEmpty()) {
            List<Object> converted =
                values.stream().map(text -> restore.apply(value(text, json))).toList();
            kwargs.put(name, converted.size() == 1 ? converted.get(0) : converted);
          }
        });
    return new Arguments(List.of(), kwargs);
  }

  private static String name(Object name) {
    if (name instanceof String text) {
      return text;
    }
    throw new HttpException(400, "the name of an argument must be a string, got " + name);
  }

  private static Object value(String text, JsonFormat json) {
    if (text.startsWith("{") || text.startsWith("[")) {
      try {
        return json.read(text);
      } catch (HttpException e) {
        return text; // documented: not JSON after all, then it is a string
      }
    }
    return number(text);
  }

  private static Object number(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    String unsigned = lower.startsWith("-") || lower.startsWith("+") ? lower.substring(1) : lower;
    double sign = lower.startsWith("-") ? -1 : 1;
    if (unsigned.equals("nan")) {
      return Double.NaN;
    }
    if (unsigned.equals("inf") || unsigned.equals("infinity")) {
      return sign * Double.POSITIVE_INFINITY;
    }
    if (!unsigned.isEmpty() && unsigned.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return integer(text);
    }
    // Double.parseDouble alone would also take "1d", "0x1p3" and blanks
    if (!lower.isEmpty() && lower.chars().allMatch(c -> "0123456789.e+-".indexOf(c) >= 0)) {
      try {
        return Double.parseDouble(lower);
      } catch (NumberFormatException e) {
        return text; // documented: not a number after all, then it is a string
      }
    }
    return text;
  }

  private static Object integer(String text) {
    if (text.length() > 21) {
      return text;
    }
    BigInteger value = new BigInteger(text);
    if (value.bitLength() < 64) {
      return value.longValue();
    }
    return value.signum() > 0 && value.bitLength() == 64 ? value : text;
  }
}
