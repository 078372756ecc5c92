package io.mycel.plugins.internal.manage;

import io.mycel.api.plugin.Isolation;
import io.mycel.plugins.internal.store.InstalledPlugin;
import java.util.List;

/**
 * What an install would do; nothing is done yet.
 *
 * @param steps what others need comes first
 * @param warnings for the user
 */
record Plan(List<Step> steps, List<String> warnings) {

  /**
   * One plugin of it.
   *
   * @param plugin as it will stand in the profile
   * @param before what is there now; null if nothing is
   * @param content what it is installed from; null if it stays as it is
   * @param asked what it wants to be allowed, for people
   * @param permissions those of its config, as written
   * @param suggested where it is to run, as trust in its origin suggests
   * @param trust what vouches for it, for people
   * @param why wished, or what needs it
   */
  record Step(
      InstalledPlugin plugin,
      InstalledPlugin before,
      byte[] content,
      List<String> asked,
      List<String> permissions,
      Isolation suggested,
      String trust,
      String why) {

    String action() {
      return content == null ? "keep" : before == null ? "install" : "update";
    }
  }

  Plan {
    steps = List.copyOf(steps);
    warnings = List.copyOf(warnings);
  }

  /** How much is installed. */
  long bytes() {
    return steps.stream()
        .mapToLong(step -> step.content() == null ? 0 : step.content().length)
        .sum();
  }

  /** What the wish was about: what others need stands before it. */
  InstalledPlugin wished() {
    return steps.get(steps.size() - 1).plugin();
  }
}
