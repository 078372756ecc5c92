package io.mycel.transport.jetty.internal.http;

import io.mycel.api.http.HttpFilter;
import io.mycel.api.http.HttpRoute;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes and filters that are there now, with the properties of their services, and those that
 * went lately: their bundle may be updated in place, and then they come back in a moment.
 *
 * <p>Until then a route that went keeps its place in the table, so that its requests wait instead
 * of being answered by a less specific route or by none. What comes back is known by the name of
 * its component ({@code component.name}), or else its class, and by its patterns.
 */
public final class Whiteboard {
  private static final Logger log = LoggerFactory.getLogger(Whiteboard.class);

  private final HttpDispatcher dispatcher;
  private final Scheduler scheduler;
  private final Duration patience;
  private final Duration drain;
  private final Map<HttpRoute, Offer> routes = new LinkedHashMap<>();
  private final Map<HttpFilter, Map<String, Object>> filters = new LinkedHashMap<>();
  private final Departures<ServedRoute> goneRoutes = new Departures<>();
  private final Departures<HttpFilter> goneFilters = new Departures<>();
  private volatile boolean closed;

  /**
   * Keeps a dispatcher's tables up to date.
   *
   * @param patience how long what went is waited for
   * @param drain how long a route that goes may take to answer the requests that it has
   */
  public Whiteboard(
      HttpDispatcher dispatcher, Scheduler scheduler, Duration patience, Duration drain) {
    this.dispatcher = dispatcher;
    this.scheduler = scheduler;
    this.patience = patience;
    this.drain = drain;
  }

  private record Offer(ServedRoute served, Map<String, Object> properties) {
    private Offer with(Map<String, Object> changed) {
      return new Offer(served, changed);
    }
  }

  /** A route came, or its properties changed. */
  public synchronized void add(HttpRoute route, Map<String, Object> properties) {
    Offer known = routes.get(route);
    routes.put(
        route,
        known == null ? new Offer(new ServedRoute(route), properties) : known.with(properties));
    goneRoutes.back(name(route, properties));
    publish();
  }

  /** A route went. Returns when the requests that it has are answered, or after a bounded time. */
  public void remove(HttpRoute route) {
    Offer gone;
    synchronized (this) {
      gone = routes.remove(route);
      if (gone == null) {
        return;
      }
      String name = name(route, gone.properties());
      if (routes.entrySet().stream().noneMatch(e -> nameOf(e).equals(name))) {
        goneRoutes.add(name, gone.served(), gone.properties(), deadline());
      }
      publish();
    }
    int unanswered = gone.served().close(closed ? Duration.ZERO : drain);
    if (unanswered > 0) {
      log.info("{} has gone and {} requests are still in it", name(route, gone), unanswered);
    }
    synchronized (this) {
      // its bundle was kept so long, and comes back so much later
      goneRoutes.prolong(deadline());
      goneFilters.prolong(deadline());
    }
    forgetLater();
  }

  /** A filter came, or its properties changed. */
  public synchronized void add(HttpFilter filter, Map<String, Object> properties) {
    filters.put(filter, properties);
    goneFilters.back(name(filter, properties));
    publish();
  }

  /** A filter went. */
  public void remove(HttpFilter filter) {
    synchronized (this) {
      Map<String, Object> properties = filters.remove(filter);
      if (properties == null) {
        return;
      }
      String name = name(filter, properties);
      if (filters.entrySet().stream().noneMatch(e -> name(e.getKey(), e.getValue()).equals(name))) {
        goneFilters.add(name, null, Map.of(), deadline());
      }
      publish();
    }
    forgetLater();
  }

  /** The server stops: nobody's answer is waited for any more. */
  public void close() {
    closed = true;
  }

  private long deadline() {
    return System.nanoTime() + patience.toNanos();
  }

  private void forgetLater() {
    scheduler.schedule(this::forget, patience.toMillis() + 1, TimeUnit.MILLISECONDS);
  }

  private synchronized void forget() {
    if (goneRoutes.forget() | goneFilters.forget()) {
      publish();
    }
  }

  private void publish() {
    List<RouteTable.Entry> entries = new ArrayList<>();
    byRanking(routes, Offer::properties)
        .forEach(
            each ->
                entries.addAll(entries(each.getValue().served(), each.getValue().properties())));
    goneRoutes.forEach((route, properties) -> entries.addAll(entries(route, properties)));
    List<HttpFilter> chain =
        byRanking(filters, Function.identity()).map(Map.Entry::getKey).toList();
    boolean filterMissing = !goneFilters.isEmpty();
    dispatcher.setSite(
        new Site(
            new RouteTable(entries), chain, filterMissing, !filterMissing && goneRoutes.isEmpty()));
  }

  private static String nameOf(Map.Entry<HttpRoute, Offer> offered) {
    return name(offered.getKey(), offered.getValue());
  }

  private static String name(HttpRoute route, Offer offer) {
    return name(route, offer.properties());
  }

  private static String name(Object service, Map<String, Object> properties) {
    Object component = properties.get("component.name");
    String name = component instanceof String text ? text : service.getClass().getName();
    return name + strings(properties.get(HttpRoute.PATTERN));
  }

  private static List<RouteTable.Entry> entries(ServedRoute route, Map<String, Object> properties) {
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
  private static <T, P> Stream<Map.Entry<T, P>> byRanking(
      Map<T, P> services, Function<P, Map<String, Object>> properties) {
    return services.entrySet().stream()
        .sorted(
            Comparator.comparing(
                    (Map.Entry<T, P> each) ->
                        number(properties.apply(each.getValue()), "service.ranking"))
                .reversed()
                .thenComparing(each -> number(properties.apply(each.getValue()), "service.id")));
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
