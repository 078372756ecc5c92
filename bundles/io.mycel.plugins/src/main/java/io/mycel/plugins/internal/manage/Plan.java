package io.mycel.plugins.internal.manage;

import io.mycel.api.plugin.Isolation;
import io.mycel.plugins.internal.store.InstalledPlugin;
import java.util.ArrayList;
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
   * @param isolation where it is to run: as the user says, else as before, else as its origin is
   *     trusted
   * @param trust what vouches for it, for people
   * @param why wished, or what needs it
   */
  record Step(
      InstalledPlugin plugin,
      InstalledPlugin before,
      byte[] content,
      List<String> asked,
      List<String> permissions,
      Isolation isolation,
      String trust,
      String why) {

    String action() {
      return content == null ? "keep" : before == null ? "install" : "update";
    }

    /** The same, but where it runs. */
    Step isolated(Isolation wanted) {
      return new Step(plugin, before, content, asked, permissions, wanted, trust, why);
    }
  }

  Plan {
    steps = List.copyOf(steps);
    warnings = List.copyOf(warnings);
  }

  /** The same, but where what the wish was about runs. */
  Plan isolated(Isolation wanted) {
    List<Step> all = new ArrayList<>(steps);
    all.add(all.remove(all.size() - 1).isolated(wanted));
    return new Plan(all, warnings);
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
