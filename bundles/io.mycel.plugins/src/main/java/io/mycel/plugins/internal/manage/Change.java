package io.mycel.plugins.internal.manage;

import io.mycel.plugins.internal.store.InstalledPlugin;
import io.mycel.plugins.internal.store.InstalledPlugin.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Another set of plugins. */
final class Change {
  private final String title;
  private final List<InstalledPlugin> before;
  private final List<InstalledPlugin> after;
  private final Map<String, byte[]> contents;
  private final long askedNanos;
  private final List<InstalledPlugin> added;
  private final List<InstalledPlugin> removed;
  private final List<Replaced> replaced;
  private final List<InstalledPlugin> changed;

  /**
   * A plugin that takes the place of another version of itself.
   *
   * @param old the other version
   */
  record Replaced(InstalledPlugin old, InstalledPlugin plugin) {}

  /**
   * Another set of plugins.
   *
   * @param title what makes it, for people
   * @param before all that are there
   * @param after all that are to be there, what others need first
   * @param contents of those that are new, by their hashes; those of the store are not among them
   * @param askedNanos when it was asked for, as {@link System#nanoTime} has it
   */
  Change(
      String title,
      List<InstalledPlugin> before,
      List<InstalledPlugin> after,
      Map<String, byte[]> contents,
      long askedNanos) {
    this.title = title;
    this.before = List.copyOf(before);
    this.after = List.copyOf(after);
    this.contents = Map.copyOf(contents);
    this.askedNanos = askedNanos;
    Map<Place, InstalledPlugin> olds = new HashMap<>();
    before.forEach(plugin -> olds.put(plugin.place(), plugin));
    List<InstalledPlugin> fresh = new ArrayList<>();
    List<InstalledPlugin> different = new ArrayList<>();
    List<Replaced> others = new ArrayList<>();
    for (InstalledPlugin plugin : after) {
      InstalledPlugin old = olds.remove(plugin.place());
      if (old == null) {
        fresh.add(plugin);
        different.add(plugin);
      } else if (!old.equals(plugin)) {
        others.add(new Replaced(old, plugin));
        different.add(plugin);
      }
    }
    this.added = List.copyOf(fresh);
    this.replaced = List.copyOf(others);
    this.changed = List.copyOf(different);
    this.removed = before.stream().filter(plugin -> olds.containsKey(plugin.place())).toList();
  }

  /** What is asked for now. */
  Change(
      String title,
      List<InstalledPlugin> before,
      List<InstalledPlugin> after,
      Map<String, byte[]> contents) {
    this(title, before, after, contents, System.nanoTime());
  }

  String title() {
    return title;
  }

  List<InstalledPlugin> after() {
    return after;
  }

  Map<String, byte[]> contents() {
    return contents;
  }

  long askedNanos() {
    return askedNanos;
  }

  /** Those that were not there. */
  List<InstalledPlugin> added() {
    return added;
  }

  /** Those that are not there any more. */
  List<InstalledPlugin> removed() {
    return removed;
  }

  /** Those that become different. */
  List<Replaced> replaced() {
    return replaced;
  }

  /** Those that are new in any way, in the order of the set: what others need comes first. */
  List<InstalledPlugin> changed() {
    return changed;
  }

  boolean isNothing() {
    return before.equals(after);
  }
}
