package io.mycel.transport.jetty.internal.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a query in form encoding. */
final class Query {
  private Query() {}

  /**
   * The parameters in the order they came; a name without {@code =} has an empty value.
   *
   * @param raw what follows the question mark, or null
   */
  static Map<String, List<String>> parse(String raw) {
    if (raw == null || raw.isEmpty()) {
      return Map.of();
    }
    Map<String, List<String>> all = new LinkedHashMap<>();
    int at = 0;
    while (at <= raw.length()) {
      int end = raw.indexOf('&', at);
      end = end < 0 ? raw.length() : end;
      if (end > at) {
        add(all, raw.substring(at, end));
      }
      at = end + 1;
    }
    return Collections.unmodifiableMap(all);
  }

  private static void add(Map<String, List<String>> all, String pair) {
    int equals = pair.indexOf('=');
    String name = equals < 0 ? pair : pair.substring(0, equals);
    String value = equals < 0 ? "" : pair.substring(equals + 1);
    all.computeIfAbsent(Percent.decodeForm(name), n -> new ArrayList<>(1))
        .add(Percent.decodeForm(value));
  }
}
