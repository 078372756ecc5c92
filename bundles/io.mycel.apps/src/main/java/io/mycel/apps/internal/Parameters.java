package io.mycel.apps.internal;

import io.mycel.api.rpc.Call;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments of a call by name, however they came. Clients of generation B send positional
 * arguments, keywords, or one map as the last argument; names that a function does not know are
 * left out, since releases of Hypha differ in them. A null counts as left out.
 */
final class Parameters {
  private final String function;
  private final Map<String, Object> values = new LinkedHashMap<>();

  /**
   * Binds arguments.
   *
   * @param names of the positional ones, in order
   */
  Parameters(String function, Call call, List<String> names) {
    this.function = function;
    List<Object> args = call.args();
    if (args.size() > names.size()) {
      throw new AppException(
          function + " takes at most " + names.size() + " arguments, but got " + args.size());
    }
    for (int i = 0; i < args.size(); i++) {
      values.put(names.get(i), args.get(i));
    }
    values.putAll(call.kwargs());
    values.values().removeIf(java.util.Objects::isNull);
  }

  Optional<Object> any(String name) {
    return Optional.ofNullable(values.get(name));
  }

  Optional<String> text(String name) {
    return any(name).map(value -> cast(name, value, String.class, "text"));
  }

  String required(String name) {
    return text(name)
        .filter(text -> !text.isBlank())
        .orElseThrow(() -> new AppException(function + ": '" + name + "' is missing"));
  }

  boolean flag(String name) {
    return any(name).map(value -> cast(name, value, Boolean.class, "true or false")).orElse(false);
  }

  Optional<Double> number(String name) {
    return any(name).map(value -> cast(name, value, Number.class, "a number").doubleValue());
  }

  Map<String, Object> map(String name) {
    Map<String, Object> copy = new LinkedHashMap<>();
    any(name)
        .map(value -> cast(name, value, Map.class, "an object"))
        .ifPresent(map -> ((Map<?, ?>) map).forEach((k, v) -> copy.put(String.valueOf(k), v)));
    return copy;
  }

  private <T> T cast(String name, Object value, Class<T> type, String wanted) {
    if (!type.isInstance(value)) {
      throw new AppException(function + ": '" + name + "' must be " + wanted);
    }
    return type.cast(value);
  }
}
