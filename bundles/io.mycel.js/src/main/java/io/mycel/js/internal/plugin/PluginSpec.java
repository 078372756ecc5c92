package io.mycel.js.internal.plugin;

import java.util.List;
import java.util.Map;

/**
 * A plugin, as far as its JavaScript is concerned: all that a process of its own has to know.
 *
 * @param name {@code workspace/name}, for logs and threads
 * @param file of the plugin, for errors
 * @param requirements as its config has them
 * @param scripts in their order
 * @param files that it comes with, by name
 * @param config what {@code api.config} is
 * @param passive true if it need not export anything
 * @param requireContext true if its functions want to know who calls
 * @param hosts that it may connect to
 * @param resumed true if it comes back, and so resumes if it can
 * @param patience how long it may take for what
 */
public record PluginSpec(
    String name,
    String file,
    List<String> requirements,
    List<Script> scripts,
    Map<String, String> files,
    Map<String, Object> config,
    boolean passive,
    boolean requireContext,
    List<String> hosts,
    boolean resumed,
    Patience patience) {

  /**
   * One of its scripts.
   *
   * @param text null if it is elsewhere
   * @param line of the file where the text begins, counted from 1
   * @param indent how many columns each of its lines was moved to the left
   * @param source where it is; null if it is here
   * @param module true if it is a module
   */
  public record Script(String text, int line, int indent, String source, boolean module) {}

  /**
   * How long a plugin may take.
   *
   * @param exportMillis from the end of its scripts until it has called {@code api.export}
   * @param setupMillis for {@code setup}
   * @param exitMillis for {@code exit}
   * @param libraryMillis for each library
   */
  public record Patience(
      long exportMillis, long setupMillis, long exitMillis, long libraryMillis) {}

  /** A plugin; the collections are copied. */
  public PluginSpec {
    requirements = List.copyOf(requirements);
    scripts = List.copyOf(scripts);
    files = Map.copyOf(files);
    hosts = List.copyOf(hosts);
  }

  /** The same plugin, which comes back. */
  public PluginSpec asResumed() {
    return new PluginSpec(
        name,
        file,
        requirements,
        scripts,
        files,
        config,
        passive,
        requireContext,
        hosts,
        true,
        patience);
  }
}
