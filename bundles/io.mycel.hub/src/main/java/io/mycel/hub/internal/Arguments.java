package io.mycel.hub.internal;

import io.mycel.api.hub.HubException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments of one call of the manager by name. A null argument counts as left out.
 *
 * @param method for messages
 * @param values as they were decoded
 */
record Arguments(String method, Map<String, Object> values) {

  Object any(String name) {
    return values.get(name);
  }

  Optional<String> text(String name) {
    Object value = values.get(name);
    if (value == null || value instanceof String) {
      return Optional.ofNullable((String) value);
    }
    throw wrong(name, "text", value);
  }

  String requiredText(String name) {
    return text(name).filter(text -> !text.isBlank()).orElseThrow(() -> wrong(name, "text", null));
  }

  Optional<Map<String, Object>> map(String name) {
    Object value = values.get(name);
    return value == null ? Optional.empty() : Optional.of(asMap(name, value));
  }

  Map<String, Object> requiredMap(String name) {
    return map(name).orElseThrow(() -> wrong(name, "an object", null));
  }

  private Map<String, Object> asMap(String name, Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw wrong(name, "an object", value);
    }
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, item) -> copy.put(String.valueOf(key), item));
    return copy;
  }

  Optional<Double> number(String name) {
    Object value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Number number) {
      return Optional.of(number.doubleValue());
    }
    throw wrong(name, "a number", value);
  }

  boolean flag(String name) {
    Object value = values.get(name);
    if (value == null || value instanceof Boolean) {
      return Boolean.TRUE.equals(value);
    }
    throw wrong(name, "true or false", value);
  }

  /** One text or a list of them. */
  List<String> texts(String name) {
    Object value = values.get(name);
    if (value instanceof String text) {
      return List.of(text);
    }
    if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
      return list.stream().map(String.class::cast).toList();
    }
    throw wrong(name, "text or a list of texts", value);
  }

  /** The fields of an object argument as arguments themselves; none if it was left out. */
  Arguments within(String name) {
    return new Arguments(method + ": " + name, map(name).orElseGet(Map::of));
  }

  private HubException wrong(String name, String wanted, Object value) {
    String got = value == null ? "nothing" : value.getClass().getSimpleName();
    return new HubException(
        HubException.Kind.INVALID, method + ": '" + name + "' must be " + wanted + ", got " + got);
  }
}
