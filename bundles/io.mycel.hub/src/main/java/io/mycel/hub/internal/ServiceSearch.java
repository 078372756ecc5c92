package io.mycel.hub.internal;

import io.mycel.api.hub.Generation;
import io.mycel.api.hub.ServiceInfo;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** A search for words in what is registered of services. */
final class ServiceSearch {
  private ServiceSearch() {}

  /**
   * The infos that have all words of the argument {@code query}, ordered by {@code order_by}, with
   * only {@code return_fields}.
   */
  static List<Map<String, Object>> run(Stream<ServiceInfo> services, Arguments arguments) {
    List<String> words =
        Stream.of(arguments.text("query").orElse("").toLowerCase(Locale.ROOT).split("\\s+"))
            .filter(word -> !word.isEmpty())
            .toList();
    List<String> fields =
        arguments.any("return_fields") == null ? List.of() : arguments.texts("return_fields");
    Comparator<Map<String, Object>> order =
        arguments
            .text("order_by")
            .map(
                field ->
                    Comparator.<Map<String, Object>, String>comparing(
                        info -> String.valueOf(info.get(field))))
            .orElse((a, b) -> 0);
    return services
        .filter(info -> words.stream().allMatch(text(info)::contains))
        .map(info -> ServiceForms.toMap(info, Generation.B))
        .sorted(order)
        .map(info -> only(info, fields))
        .toList();
  }

  private static String text(ServiceInfo info) {
    return String.join(
            "\n",
            info.id(),
            info.name(),
            String.valueOf(info.description()),
            String.valueOf(info.more().get("docs")))
        .toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> only(Map<String, Object> info, List<String> fields) {
    if (fields.isEmpty()) {
      return info;
    }
    Map<String, Object> some = new LinkedHashMap<>();
    fields.forEach(field -> some.put(field, info.get(field)));
    return some;
  }
}
