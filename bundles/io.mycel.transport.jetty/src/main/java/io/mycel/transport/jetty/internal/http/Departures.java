package io.mycel.transport.jetty.internal.http;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** What went lately and is not back. Not safe for use by several threads. */
final class Departures<T> {
  /** Beyond this the one that went first is waited for no more. */
  private static final int MOST = 1000;

  private final Map<String, Departure<T>> byName = new LinkedHashMap<>();

  private record Departure<T>(T what, Map<String, Object> properties, long deadline) {}

  /**
   * Something went.
   *
   * @param deadline until when it is waited for, of {@link System#nanoTime()}
   */
  void add(String name, T what, Map<String, Object> properties, long deadline) {
    byName.put(name, new Departure<>(what, properties, deadline));
    if (byName.size() > MOST) {
      Iterator<String> oldest = byName.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** It is back. */
  void back(String name) {
    byName.remove(name);
  }

  /** All are waited for until then. */
  void prolong(long deadline) {
    byName.replaceAll((name, each) -> new Departure<>(each.what(), each.properties(), deadline));
  }

  /**
   * Waits no more for those whose time is over.
   *
   * @return whether there were any
   */
  boolean forget() {
    long now = System.nanoTime();
    return byName.values().removeIf(each -> each.deadline() - now <= 0);
  }

  boolean isEmpty() {
    return byName.isEmpty();
  }

  /** Those that are waited for, with their properties. */
  void forEach(BiConsumer<T, Map<String, Object>> action) {
    byName.values().forEach(each -> action.accept(each.what(), each.properties()));
  }
}
