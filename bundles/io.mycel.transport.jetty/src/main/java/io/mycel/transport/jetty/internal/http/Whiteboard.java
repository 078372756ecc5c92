package io.mycel.transport.jetty.internal.http;

import io.mycel.api.http.HttpFilter;
import io.mycel.api.http.HttpRoute;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes and filters that are there now, with the properties of their services. */
public final class Whiteboard {
  private static final Logger log = LoggerFactory.getLogger(Whiteboard.class);

  private final HttpDispatcher dispatcher;
  private final Map<HttpRoute, Map<String, Object>> routes = new LinkedHashMap<>();
  private final Map<HttpFilter, Map<String, Object>> filters = new LinkedHashMap<>();

  /** Keeps a dispatcher's tables up to date. */
  public Whiteboard(HttpDispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  /** A route came, or its properties changed. */
  public synchronized void add(HttpRoute route, Map<String, Object> properties) {
    routes.put(route, properties);
    publishRoutes();
  }

  /** A route went. */
  public synchronized void remove(HttpRoute route) {
    routes.remove(route);
    publishRoutes();
  }

  /** A filter came. */
  public synchronized void add(HttpFilter filter, Map<String, Object> properties) {
    filters.put(filter, properties);
    publishFilters();
  }

  /** A filter went. */
  public synchronized void remove(HttpFilter filter) {
    filters.remove(filter);
    publishFilters();
  }

  private void publishRoutes() {
    List<RouteTable.Entry> entries = new ArrayList<>();
    byRanking(routes).forEach(each -> entries.addAll(entries(each.getKey(), each.getValue())));
    dispatcher.setRoutes(new RouteTable(entries));
  }

  private void publishFilters() {
    dispatcher.setFilters(byRanking(filters).map(Map.Entry::getKey).toList());
  }

  private static List<RouteTable.Entry> entries(HttpRoute route, Map<String, Object> properties) {
    Set<String> methods =
        strings(properties.get(HttpRoute.METHODS)).stream()
            .map(each -> each.toUpperCase(Locale.ROOT))
            .collect(Collectors.toSet());
    List<RouteTable.Entry> entries = new ArrayList<>();
    for (String pattern : strings(properties.get(HttpRoute.PATTERN))) {
      try {
        RouteTable.check(pattern);
        Set<String> all = methods.isEmpty() ? Set.of("GET") : methods;
        entries.add(new RouteTable.Entry(pattern, all, route));
      } catch (IllegalArgumentException e) {
        log.error("the route {} is ignored: {}", route, e.getMessage());
      }
    }
    return entries;
  }

  /** Highest ranking first; of equals the service that is there longer, as OSGi has it. */
  private static <T> Stream<Map.Entry<T, Map<String, Object>>> byRanking(
      Map<T, Map<String, Object>> services) {
    return services.entrySet().stream()
        .sorted(
            Comparator.comparing(
                    (Map.Entry<T, Map<String, Object>> each) ->
                        number(each.getValue(), "service.ranking"))
                .reversed()
                .thenComparing(each -> number(each.getValue(), "service.id")));
  }

  private static long number(Map<String, Object> properties, String name) {
    return properties.get(name) instanceof Number number ? number.longValue() : 0;
  }

  private static List<String> strings(Object property) {
    if (property instanceof String one) {
      return List.of(one);
    }
    return property instanceof String[] many ? List.of(many) : List.of();
  }
}
