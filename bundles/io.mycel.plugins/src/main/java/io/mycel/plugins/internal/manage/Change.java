package io.mycel.plugins.internal.manage;

import io.mycel.plugins.internal.store.InstalledPlugin;
import io.mycel.plugins.internal.store.InstalledPlugin.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Another set of plugins.
 *
 * @param title what makes it, for people
 * @param before all that are there
 * @param after all that are to be there, what others need first
 * @param contents of those that are new, by their hashes; those of the store are not among them
 * @param askedNanos when it was asked for, as {@link System#nanoTime} has it
 */
record Change(
    String title,
    List<InstalledPlugin> before,
    List<InstalledPlugin> after,
    Map<String, byte[]> contents,
    long askedNanos) {

  Change {
    before = List.copyOf(before);
    after = List.copyOf(after);
    contents = Map.copyOf(contents);
  }

  /** What is asked for now. */
  Change(
      String title,
      List<InstalledPlugin> before,
      List<InstalledPlugin> after,
      Map<String, byte[]> contents) {
    this(title, before, after, contents, System.nanoTime());
  }

  /**
   * A plugin that takes the place of another version of itself.
   *
   * @param old the other version
   */
  record Replaced(InstalledPlugin old, InstalledPlugin plugin) {}

  /** Those that were not there. */
  List<InstalledPlugin> added() {
    return without(after, places(before));
  }

  /** Those that are not there any more. */
  List<InstalledPlugin> removed() {
    return without(before, places(after));
  }

  /** Those that become different. */
  List<Replaced> replaced() {
    Map<Place, InstalledPlugin> olds = places(before);
    List<Replaced> replaced = new ArrayList<>();
    for (InstalledPlugin plugin : after) {
      InstalledPlugin old = olds.get(plugin.place());
      if (old != null && !old.equals(plugin)) {
        replaced.add(new Replaced(old, plugin));
      }
    }
    return replaced;
  }

  boolean isNothing() {
    return before.equals(after);
  }

  private static Map<Place, InstalledPlugin> places(List<InstalledPlugin> all) {
    Map<Place, InstalledPlugin> places = new HashMap<>();
    all.forEach(plugin -> places.put(plugin.place(), plugin));
    return places;
  }

  private static List<InstalledPlugin> without(
      List<InstalledPlugin> all, Map<Place, InstalledPlugin> others) {
    return all.stream().filter(plugin -> !others.containsKey(plugin.place())).toList();
  }
}
