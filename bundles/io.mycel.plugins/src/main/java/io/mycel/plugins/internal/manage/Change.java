package io.mycel.plugins.internal.manage;

import io.mycel.plugins.internal.store.InstalledPlugin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Another set of plugins.
 *
 * @param title what makes it, for people
 * @param before all that are there
 * @param after all that are to be there, what others need first
 * @param contents of those that are new, by their hashes; those of the store are not among them
 */
record Change(
    String title,
    List<InstalledPlugin> before,
    List<InstalledPlugin> after,
    Map<String, byte[]> contents) {

  Change {
    before = List.copyOf(before);
    after = List.copyOf(after);
    contents = Map.copyOf(contents);
  }

  /**
   * A plugin that takes the place of another version of itself.
   *
   * @param old the other version
   */
  record Replaced(InstalledPlugin old, InstalledPlugin plugin) {}

  /** Those that were not there. */
  List<InstalledPlugin> added() {
    return after.stream().filter(plugin -> find(before, plugin).isEmpty()).toList();
  }

  /** Those that are not there any more. */
  List<InstalledPlugin> removed() {
    return before.stream().filter(plugin -> find(after, plugin).isEmpty()).toList();
  }

  /** Those that become different. */
  List<Replaced> replaced() {
    List<Replaced> replaced = new ArrayList<>();
    for (InstalledPlugin plugin : after) {
      find(before, plugin)
          .filter(old -> !old.equals(plugin))
          .ifPresent(old -> replaced.add(new Replaced(old, plugin)));
    }
    return replaced;
  }

  boolean isNothing() {
    return before.equals(after);
  }

  private static Optional<InstalledPlugin> find(List<InstalledPlugin> all, InstalledPlugin plugin) {
    return all.stream().filter(plugin::replaces).findFirst();
  }
}
