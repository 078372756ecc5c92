package io.mycel.http.internal;

import io.mycel.api.hub.ServiceInfo;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.api.rpc.RemoteService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How services and their functions are shown to somebody who cannot hold a function. */
final class Descriptions {
  /** Says who else may call a service, which is nobody else's business. */
  private static final String AUTHORIZED_WORKSPACES = "authorized_workspaces";

  private Descriptions() {}

  /** What the registry knows of a service, {@code id} as {@code workspace/client:service}. */
  static Map<String, Object> info(ServiceInfo info) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("id", info.id());
    shown.put("name", info.name());
    shown.put("type", info.type());
    shown.put("description", info.description());
    shown.put("config", config(info.config()));
    info.more().forEach(shown::putIfAbsent);
    return shown;
  }

  /**
   * A service as its provider offers it; functions are {@code {"type": "function", "function":
   * {name, description, parameters}}} as in hypha-rpc's schema functions, maps keep their shape.
   */
  static Map<String, Object> service(RemoteService service) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("id", service.id());
    shown.put("config", config(service.config()));
    service.members().forEach((name, member) -> shown.putIfAbsent(name, value(name, member)));
    return shown;
  }

  /** A value that may hold functions, each replaced by its description. */
  static Object value(String name, Object value) {
    if (value instanceof RemoteFunction function) {
      return function(name, function.wire());
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> shown = new LinkedHashMap<>();
      map.forEach(
          (key, member) -> shown.put(String.valueOf(key), value(String.valueOf(key), member)));
      return shown;
    }
    if (value instanceof List<?> list) {
      List<Object> shown = new ArrayList<>(list.size());
      list.forEach(member -> shown.add(value(name, member)));
      return shown;
    }
    return value;
  }

  private static Map<String, Object> function(String name, Map<String, Object> wire) {
    Map<?, ?> schema = wire.get("_rschema") instanceof Map<?, ?> map ? map : Map.of();
    // both forms are in use: the bare description, and the one that says it is a function
    Map<?, ?> stated = schema.get("function") instanceof Map<?, ?> inner ? inner : schema;
    Map<String, Object> function = new LinkedHashMap<>();
    function.put("name", stated.get("name") instanceof String given ? given : name);
    function.put("description", description(stated.get("description"), wire.get("_rdoc")));
    function.put(
        "parameters",
        stated.get("parameters") instanceof Map<?, ?> parameters
            ? parameters
            : Map.of("type", "object"));
    stated.forEach((key, field) -> function.putIfAbsent(String.valueOf(key), field));
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("type", "function");
    shown.put("function", function);
    return shown;
  }

  private static String description(Object stated, Object doc) {
    if (stated instanceof String text) {
      return text;
    }
    return doc instanceof String text ? text : "";
  }

  private static Map<String, Object> config(Map<String, Object> config) {
    Map<String, Object> shown = new LinkedHashMap<>(config);
    shown.remove(AUTHORIZED_WORKSPACES);
    return shown;
  }
}
