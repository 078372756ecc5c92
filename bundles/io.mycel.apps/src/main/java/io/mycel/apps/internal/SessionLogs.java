package io.mycel.apps.internal;

import io.mycel.api.plugin.PluginLog;
import io.mycel.api.plugin.PluginManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What sessions have written, in the forms of both releases of Hypha. */
final class SessionLogs {
  static final List<String> POSITIONAL = List.of("session_id", "type", "offset", "limit");
  private static final int MOST = 10_000;

  private final PluginManager plugins;

  SessionLogs(PluginManager plugins) {
    this.plugins = plugins;
  }

  private record Item(String type, String content) {}

  private List<Item> items(Session session) {
    List<Item> items = new ArrayList<>();
    for (PluginLog.Line line : plugins.log(session.plugin(), MOST)) {
      String type =
          switch (line.level()) {
            case ERROR -> "error";
            case WARN -> "warn";
            case INFO, DEBUG -> "log";
          };
      items.add(new Item(type, line.text()));
    }
    return items;
  }

  private static <T> List<T> page(List<T> all, Parameters parameters) {
    int offset = parameters.number("offset").map(Double::intValue).filter(n -> n > 0).orElse(0);
    int limit =
        parameters
            .number("limit")
            .map(Double::intValue)
            .filter(n -> n >= 0)
            .orElse(Integer.MAX_VALUE);
    return all.stream().skip(offset).limit(limit).toList();
  }

  /** Texts by type; those of one type as a list, if one is named. */
  Object ofHypha15(Session session, Parameters parameters) {
    Map<String, List<String>> byType = new LinkedHashMap<>();
    byType.put("log", new ArrayList<>());
    byType.put("error", new ArrayList<>());
    items(session)
        .forEach(
            item ->
                byType.computeIfAbsent(item.type(), type -> new ArrayList<>()).add(item.content()));
    return parameters
        .text("type")
        .<Object>map(type -> page(byType.getOrDefault(type, List.of()), parameters))
        .orElse(byType);
  }

  /** {@code {items: [{type, content}], total, offset, limit}}. */
  Map<String, Object> ofHypha21(Session session, Parameters parameters) {
    String wanted = parameters.text("type").orElse(null);
    List<Map<String, String>> all =
        items(session).stream()
            .filter(item -> wanted == null || wanted.equals(item.type()))
            .map(item -> Map.of("type", item.type(), "content", item.content()))
            .toList();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("items", page(all, parameters));
    answer.put("total", all.size());
    answer.put("offset", parameters.number("offset").map(Double::intValue).orElse(0));
    answer.put("limit", parameters.number("limit").map(Double::intValue).orElse(null));
    return answer;
  }
}
