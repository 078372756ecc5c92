package io.mycel.plugins.internal.manage;

import io.mycel.api.plugin.Isolation;
import io.mycel.api.plugin.PluginId;
import io.mycel.api.plugin.PluginState;
import io.mycel.api.plugin.PluginStatus;
import io.mycel.plugins.internal.life.Life;
import io.mycel.plugins.internal.store.InstalledPlugin;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Files of the watched folder that are no plugins, for the list of plugins. */
final class Problems {
  private final Life life;
  private final Map<Path, PluginStatus> problems = new ConcurrentHashMap<>();

  Problems(Life life) {
    this.life = life;
  }

  /**
   * A file cannot be installed.
   *
   * @param plugins that were installed from it before, and go on
   */
  void found(Path file, String workspace, List<InstalledPlugin> plugins, String cause) {
    if (!plugins.isEmpty()) {
      plugins.forEach(plugin -> life.note(Grants.id(plugin), cause));
      return;
    }
    problems.put(
        file,
        new PluginStatus(
            new PluginId(workspace, file.getFileName().toString()),
            "",
            null,
            "",
            PluginState.FAILED,
            cause,
            file.toString(),
            "local",
            "",
            "",
            "",
            Isolation.IN_JVM,
            List.of(),
            false,
            0,
            0,
            ""));
  }

  /** A file is well, or gone. */
  void solved(Path file) {
    problems.remove(file);
  }

  /** The files that have one. */
  Set<Path> files() {
    return Set.copyOf(problems.keySet());
  }

  /** They look like plugins that have failed, with the names of their files. */
  List<PluginStatus> statuses() {
    return List.copyOf(problems.values());
  }
}
