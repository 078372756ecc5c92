package io.mycel.plugins.internal.plan;

import io.mycel.plugins.internal.source.Resolved;
import io.mycel.plugins.internal.store.InstalledPlugin;
import java.util.List;

/** One step of an install. */
public sealed interface InstallStep {

  /** What will stand in the profile. */
  InstalledPlugin plugin();

  /** What it is installed from; null if it stays as it is. */
  Resolved content();

  /** Why: {@code wished}, or which plugin depends on it. */
  String why();

  /**
   * A plugin that is not there yet.
   *
   * @param content what it is installed from
   * @param permissions that it asks for
   */
  record Install(InstalledPlugin plugin, Resolved content, List<String> permissions, String why)
      implements InstallStep {}

  /**
   * Another version of a plugin that is there.
   *
   * @param before what stands in the profile now
   * @param content what it is installed from
   * @param permissions that it asks for
   */
  record Update(
      InstalledPlugin plugin,
      InstalledPlugin before,
      Resolved content,
      List<String> permissions,
      String why)
      implements InstallStep {}

  /** A plugin that is there and stays as it is. */
  record Keep(InstalledPlugin plugin, String why) implements InstallStep {
    @Override
    public Resolved content() {
      return null;
    }
  }
}
