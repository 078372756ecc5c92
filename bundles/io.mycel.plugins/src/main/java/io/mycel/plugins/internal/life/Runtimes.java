package io.mycel.plugins.internal.life;

import io.mycel.api.plugin.PluginRuntime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/** The runtimes that are there. Used by one thread. */
final class Runtimes {
  private final List<Runtime> runtimes = new ArrayList<>();

  /**
   * A runtime.
   *
   * @param types that it runs
   * @param bundle whose it is, by its symbolic name
   */
  record Runtime(
      ServiceReference<PluginRuntime> reference,
      PluginRuntime service,
      List<String> types,
      String bundle) {
    static Runtime of(ServiceReference<PluginRuntime> reference, PluginRuntime service) {
      Bundle bundle = reference.getBundle(); // null for one that has gone already
      return new Runtime(
          reference, service, types(reference), bundle == null ? "?" : bundle.getSymbolicName());
    }

    private static List<String> types(ServiceReference<PluginRuntime> reference) {
      Object types = reference.getProperty(PluginRuntime.TYPES);
      if (types instanceof String[] texts) {
        return List.of(texts);
      }
      return types instanceof String text ? List.of(text) : List.of();
    }
  }

  void add(Runtime runtime) {
    runtimes.add(runtime);
    // the highest ranking first, then the oldest
    runtimes.sort(Comparator.comparing(Runtime::reference).reversed());
  }

  void remove(Runtime runtime) {
    runtimes.remove(runtime);
  }

  boolean has(Runtime runtime) {
    return runtimes.contains(runtime);
  }

  /** The one to start plugins of a type. */
  Optional<Runtime> of(String type) {
    return runtimes.stream().filter(runtime -> runtime.types().contains(type)).findFirst();
  }

  /** For people: the types that could be run. */
  List<String> types() {
    return runtimes.stream()
        .flatMap(runtime -> runtime.types().stream())
        .distinct()
        .sorted()
        .toList();
  }
}
