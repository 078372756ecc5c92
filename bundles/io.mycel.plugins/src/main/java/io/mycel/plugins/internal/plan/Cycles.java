package io.mycel.plugins.internal.plan;

import io.mycel.plugins.internal.install.PluginUri;
import io.mycel.plugins.internal.source.PluginSourceException;
import io.mycel.plugins.internal.source.PluginSources;
import io.mycel.plugins.internal.store.ContentKind;
import io.mycel.plugins.internal.store.InstalledPlugin;
import io.mycel.plugins.internal.store.InstalledPlugin.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for plugins that depend on each other, those that are installed already among them: each
 * would wait for the others at the next start.
 */
final class Cycles {
  private final PluginSources sources;
  private final List<InstallStep> steps;
  private final List<InstalledPlugin> after = new ArrayList<>();
  private final Map<Place, List<String>> fresh = new HashMap<>();
  private final Set<Place> good = new HashSet<>();
  private final List<InstalledPlugin> path = new ArrayList<>();

  Cycles(PluginSources sources, List<InstallStep> steps, List<InstalledPlugin> installed) {
    this.sources = sources;
    this.steps = steps;
    Set<Place> planned = new HashSet<>();
    for (InstallStep step : steps) {
      after.add(step.plugin());
      planned.add(step.plugin().place());
      if (step.content() != null) {
        fresh.put(step.plugin().place(), step.content().plugin().dependencies());
      }
    }
    installed.stream().filter(plugin -> !planned.contains(plugin.place())).forEach(after::add);
  }

  /** Refuses a plan after which what it changes is part of a cycle, or depends on one. */
  void refuse() throws PlanException {
    for (InstallStep step : steps) {
      if (step.content() != null) {
        visit(step.plugin());
      }
    }
  }

  private void visit(InstalledPlugin plugin) throws PlanException {
    refuse(path, plugin);
    if (good.contains(plugin.place())) {
      return;
    }
    path.add(plugin);
    for (String uri : dependencies(plugin)) {
      Optional<InstalledPlugin> needed = find(uri, plugin.workspace());
      if (needed.isPresent()) {
        visit(needed.get());
      }
    }
    path.remove(path.size() - 1);
    good.add(plugin.place());
  }

  private List<String> dependencies(InstalledPlugin plugin) {
    if (plugin.kind() == ContentKind.LIBRARY) {
      return List.of();
    }
    List<String> planned = fresh.get(plugin.place());
    return planned == null ? sources.dependencies(plugin) : planned;
  }

  private Optional<InstalledPlugin> find(String uri, String workspace) {
    PluginUri parsed;
    try {
      parsed = sources.parse(uri);
    } catch (PluginSourceException e) {
      return Optional.empty(); // told where it is resolved
    }
    return after.stream()
        .filter(each -> Planning.satisfies(each, parsed, uri, workspace))
        .findFirst();
  }

  /**
   * Refuses a plugin that is on the way to itself.
   *
   * @param path each of which depends on the next
   */
  static void refuse(List<InstalledPlugin> path, InstalledPlugin plugin) throws PlanException {
    for (int i = 0; i < path.size(); i++) {
      if (path.get(i).replaces(plugin)) {
        List<String> names = new ArrayList<>();
        path.subList(i, path.size()).forEach(each -> names.add("'" + each.name() + "'"));
        names.add("'" + plugin.name() + "'");
        throw new PlanException(
            "these plugins depend on each other, so none can come first: "
                + String.join(" -> ", names));
      }
    }
  }
}
