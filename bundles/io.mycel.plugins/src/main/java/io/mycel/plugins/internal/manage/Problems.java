package io.mycel.plugins.internal.manage;

import io.mycel.api.plugin.Isolation;
import io.mycel.api.plugin.PluginId;
import io.mycel.api.plugin.PluginState;
import io.mycel.api.plugin.PluginStatus;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Files of the watched folder that are no plugins, for the list of plugins. */
final class Problems {
  private final Map<Path, Problem> problems = new ConcurrentHashMap<>();

  /**
   * What is wrong with a file.
   *
   * @param plugins that were installed from it before, and stay as they are
   */
  private record Problem(Path file, String workspace, Set<PluginId> plugins, String cause) {

    /** It looks like a plugin that has failed, with the name of its file. */
    PluginStatus status() {
      return new PluginStatus(
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
          "");
    }
  }

  /**
   * A file cannot be installed.
   *
   * @param plugins that were installed from it before, and stay as they are
   */
  void found(Path file, String workspace, Collection<PluginId> plugins, String cause) {
    problems.put(file, new Problem(file, workspace, Set.copyOf(plugins), cause));
  }

  /** A file is well, or gone. */
  void solved(Path file) {
    problems.remove(file);
  }

  /** The files that have one. */
  Set<Path> files() {
    return Set.copyOf(problems.keySet());
  }

  /** Those of files of which no plugin is there. */
  List<PluginStatus> statuses() {
    return problems.values().stream()
        .filter(problem -> problem.plugins().isEmpty())
        .map(Problem::status)
        .toList();
  }

  /** A plugin, whatever it does, with what is wrong with its file now. */
  PluginStatus with(PluginStatus plugin) {
    PluginStatus told = plugin;
    for (Problem problem : problems.values()) {
      if (problem.plugins().contains(plugin.id())) {
        String cause = "what was saved since is not used: " + problem.cause();
        told = Statuses.because(told, told.cause().isEmpty() ? cause : told.cause() + "; " + cause);
      }
    }
    return told;
  }
}
