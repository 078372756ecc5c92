package io.mycel.runtime.plugin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What servers answer, which may be older or newer than this program: what is missing is empty. */
final class Trees {
  private Trees() {}

  /** The maps of a list, or the one map; nothing for anything else. */
  static List<Map<String, Object>> maps(Object tree) {
    if (tree instanceof List<?> list) {
      return list.stream().filter(Map.class::isInstance).map(Trees::map).toList();
    }
    return tree instanceof Map<?, ?> ? List.of(map(tree)) : List.of();
  }

  /** The texts of a list. */
  static List<String> texts(Object tree) {
    return tree instanceof List<?> list
        ? list.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }

  /** A map; an empty one for anything else. */
  static Map<String, Object> map(Object tree) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (tree instanceof Map<?, ?> any) {
      any.forEach((key, value) -> map.put(key.toString(), value));
    }
    return map;
  }

  /** A member as text: a list with commas, null as nothing. */
  static String text(Map<String, Object> map, String key) {
    Object value = map.get(key);
    if (value instanceof List<?> list) {
      return list.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
    return value == null ? "" : value.toString();
  }

  /** A member as a number; 0 if it is none. */
  static long number(Map<String, Object> map, String key) {
    return map.get(key) instanceof Number number ? number.longValue() : 0;
  }
}
