package io.mycel.js.internal.plugin;

import io.mycel.js.internal.worker.ScriptFunction;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** What a plugin exports, as the hub offers it; {@code life.js} describes it. */
final class Exports {
  private final ScriptFunction callNamed;
  private final PluginSpec spec;
  private final Places places;
  private final BooleanSupplier stopping;

  Exports(ScriptFunction callNamed, PluginSpec spec, Places places, BooleanSupplier stopping) {
    this.callNamed = callNamed;
    this.spec = spec;
    this.places = places;
    this.stopping = stopping;
  }

  /** The members of a description; nothing for a plugin that exports nothing. */
  Map<String, Object> members(Map<?, ?> description) {
    Map<String, Object> members = new LinkedHashMap<>();
    if (description != null) {
      description.forEach((key, value) -> members.put(String.valueOf(key), member(value)));
    }
    return members;
  }

  private Object member(Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return value;
    }
    return map.get("$function") instanceof ScriptFunction function
        ? new ExportedFunction(function, map, callNamed, spec, places, stopping)
        : members(map);
  }
}
