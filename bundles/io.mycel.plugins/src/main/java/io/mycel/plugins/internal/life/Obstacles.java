package io.mycel.plugins.internal.life;

import io.mycel.api.plugin.PluginId;
import io.mycel.plugins.internal.install.PluginUri;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What may keep a plugin from being started: its name, its dependencies, its runtime. */
final class Obstacles {
  private final Supplier<Collection<Unit>> units;
  private final Runtimes runtimes;

  Obstacles(Supplier<Collection<Unit>> units, Runtimes runtimes) {
    this.units = units;
    this.runtimes = runtimes;
  }

  Optional<Obstacle> before(Unit unit, Candidate candidate) {
    return name(unit)
        .or(() -> dependencies(unit, candidate))
        .or(() -> runtime(candidate.descriptor().type()));
  }

  private Optional<Obstacle> name(Unit unit) {
    return units.get().stream()
        .filter(other -> other != unit && other.grant().clientId().equals(unit.grant().clientId()))
        .filter(other -> other.id().workspace().equals(unit.id().workspace()))
        .filter(other -> !other.instances().isEmpty())
        .findFirst()
        .map(
            other ->
                Obstacle.fails(
                    "its client at the hub would be '"
                        + unit.grant().clientId()
                        + "', as that of the plugin '"
                        + other.id().name()
                        + "' in workspace "
                        + unit.id().workspace()
                        + "; rename one, remove the other, or install it in another workspace"));
  }

  private Optional<Obstacle> dependencies(Unit unit, Candidate candidate) {
    for (String uri : candidate.descriptor().dependencies()) {
      Optional<Unit> dependency = find(unit.id().workspace(), uri);
      if (dependency.isEmpty()) {
        return Optional.of(
            Obstacle.waits(
                "waits for its dependency '"
                    + uri
                    + "', which is not installed in workspace "
                    + unit.id().workspace()));
      }
      if (!dependency.get().isActive()) {
        return Optional.of(inactive(unit, dependency.get()));
      }
    }
    return Optional.empty();
  }

  private Obstacle inactive(Unit unit, Unit dependency) {
    List<String> way = new ArrayList<>(List.of(unit.id().name()));
    if (leadsTo(dependency, unit, way)) {
      return Obstacle.fails("it depends on itself: " + String.join(" -> ", way));
    }
    View view = dependency.view();
    String state =
        switch (view.state()) {
          case FAILED -> "has failed: " + view.cause();
          case WAITING -> "itself waits: " + view.cause();
          case INSTALLED -> "is not started";
          default -> "is not active yet";
        };
    return Obstacle.waits("waits for the plugin '" + dependency.id().name() + "', which " + state);
  }

  /**
   * Whether one of the plugins that do not run yet, and depend on each other, is the wanted one.
   */
  private boolean leadsTo(Unit from, Unit wanted, List<String> way) {
    way.add(from.id().name());
    if (from == wanted) {
      return true;
    }
    if (way.size() <= units.get().size() + 1) {
      for (String uri : from.dependencies()) {
        Optional<Unit> next = find(from.id().workspace(), uri);
        boolean known = next.isPresent() && way.contains(next.get().id().name());
        if (next.isPresent()
            && (next.get() == wanted || !known)
            && leadsTo(next.get(), wanted, way)) {
          return true;
        }
      }
    }
    way.remove(way.size() - 1);
    return false;
  }

  /** The names of the plugins that need one. */
  List<String> dependents(PluginId id) {
    Optional<Unit> needed = units.get().stream().filter(unit -> unit.id().equals(id)).findFirst();
    return needed.isEmpty()
        ? List.of()
        : units.get().stream()
            .filter(unit -> unit.id().workspace().equals(id.workspace()))
            .filter(
                unit ->
                    unit.view().dependencies().stream()
                        .anyMatch(uri -> find(id.workspace(), uri).equals(needed)))
            .map(unit -> unit.id().name())
            .toList();
  }

  private Optional<Unit> find(String workspace, String uri) {
    String name = name(uri);
    return units.get().stream()
        .filter(unit -> unit.id().workspace().equals(workspace))
        .filter(
            unit ->
                unit.id().name().equals(name)
                    || uri.equals(unit.grant().source())
                    || uri.equals(unit.grant().url()))
        .findFirst();
  }

  /** The name of the plugin that a URI means, as far as it says one. */
  private static String name(String uri) {
    try {
      PluginUri parsed = PluginUri.parse(uri);
      if (parsed instanceof PluginUri.Named named) {
        return named.name();
      }
      if (parsed instanceof PluginUri.InRepository inRepository) {
        return inRepository.name();
      }
      if (parsed instanceof PluginUri.File file) {
        String path = file.url().getPath();
        String last = path.substring(path.lastIndexOf('/') + 1);
        return last.substring(0, last.length() - PluginUri.EXTENSION.length());
      }
    } catch (IllegalArgumentException e) {
      return uri;
    }
    return uri;
  }

  private Optional<Obstacle> runtime(String type) {
    if (runtimes.of(type).isPresent()) {
      return Optional.empty();
    }
    List<String> types = runtimes.types();
    return Optional.of(
        Obstacle.waits(
            "waits for a runtime for plugins of the type '"
                + type
                + "'; "
                + (types.isEmpty() ? "none is there" : "there are some for " + types)));
  }
}
