package io.mycel.plugins.internal.life;

import io.mycel.api.plugin.PluginRuntime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.ServiceReference;

/** The runtimes that are there. Used by one thread. */
final class Runtimes {
  private final List<Runtime> runtimes = new ArrayList<>();

  /**
   * A runtime.
   *
   * @param types that it runs
   */
  record Runtime(
      ServiceReference<PluginRuntime> reference, PluginRuntime service, List<String> types) {
    static Runtime of(ServiceReference<PluginRuntime> reference, PluginRuntime service) {
      Object types = reference.getProperty(PluginRuntime.TYPES);
      if (types instanceof String[] texts) {
        return new Runtime(reference, service, List.of(texts));
      }
      return new Runtime(
          reference, service, types instanceof String text ? List.of(text) : List.of());
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
