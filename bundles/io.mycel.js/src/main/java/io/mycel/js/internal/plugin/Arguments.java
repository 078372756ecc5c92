package io.mycel.js.internal.plugin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a method of {@code api} was called with. Most take a text or an object of names: both forms
 * are read.
 *
 * @param method for errors
 * @param positional in their order
 * @param named those of an object with {@code _rkwargs}, or of one that is the first argument
 */
record Arguments(String method, List<Object> positional, Map<String, Object> named) {

  /** Arguments as they came. */
  static Arguments of(String method, List<Object> given) {
    List<Object> positional = new ArrayList<>(given);
    Map<String, Object> named = Map.of();
    if (!positional.isEmpty()) {
      Map<String, Object> last = map(positional.get(positional.size() - 1));
      if (Boolean.TRUE.equals(last.get("_rkwargs"))) {
        positional.remove(positional.size() - 1);
        last.remove("_rkwargs");
        named = last;
      } else if (!method.startsWith("ui.")) {
        named = map(positional.get(0));
      }
    }
    return new Arguments(method, positional, named);
  }

  static Arguments named(String name) {
    return new Arguments("getPlugin", List.of(name), Map.of());
  }

  /** A map with names; an empty one for what is none. */
  static Map<String, Object> map(Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> given) {
      given.forEach((key, item) -> map.put(String.valueOf(key), item));
    }
    return map;
  }

  /** The text at a position, or else under one of the names; fails if there is none. */
  String text(int index, String... names) {
    if (index < positional.size() && positional.get(index) instanceof String text) {
      return text;
    }
    for (String name : names) {
      if (named.get(name) instanceof String text) {
        return text;
      }
    }
    throw new IllegalArgumentException(method + " needs " + names[0] + ", a text");
  }

  /** The text at a position, or null. */
  String optional(int index) {
    return index < positional.size() && positional.get(index) instanceof String text ? text : null;
  }

  /** The text at a position, or else under a name, or null. */
  String optional(int index, String name) {
    String text = optional(index);
    return text == null && named.get(name) instanceof String given ? given : text;
  }

  /** The object that is the first argument, as a query. */
  Map<String, Object> query() {
    return named;
  }

  /** The source of a plugin that is more than a name: a URL, a text, a path; null if it is none. */
  String source() {
    for (String name : new String[] {"src", "uri"}) {
      if (named.get(name) instanceof String text && !text.isBlank()) {
        return text;
      }
    }
    String text = optional(0);
    boolean more =
        text != null && (text.contains("://") || text.contains("<config") || text.contains("\n"));
    return more ? text : null;
  }

  /** The id of a service: a text, or what {@code registerService} gave, by itself or as the id. */
  String id() {
    return named.get("id") instanceof Map<?, ?> given && given.get("id") instanceof String id
        ? id
        : text(0, "id", "name");
  }
}
