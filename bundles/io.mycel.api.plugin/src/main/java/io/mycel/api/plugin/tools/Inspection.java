package io.mycel.api.plugin.tools;

import java.nio.file.Path;
import java.util.List;

/**
 * What a plugin file says, for its standard tag; its scripts are those of all tags.
 *
 * @param file as it was named
 * @param name null if the file cannot be read that far, as the type and the version
 * @param type which runtime it needs
 * @param version as its author wrote it
 * @param tags the variants that it comes in
 * @param description one sentence, may be empty
 * @param scripts its code
 * @param requirements libraries
 * @param dependencies the URIs of plugins that it needs
 * @param permissions what it asks for
 * @param sha256 of the file, in hexadecimal digits; empty if it cannot be read
 * @param errors what is wrong, for people: file, line, remedy
 */
public record Inspection(
    Path file,
    String name,
    String type,
    String version,
    List<String> tags,
    String description,
    List<Script> scripts,
    List<String> requirements,
    List<String> dependencies,
    List<String> permissions,
    String sha256,
    List<String> errors) {

  /** An inspection; the lists are copied. */
  public Inspection {
    tags = List.copyOf(tags);
    scripts = List.copyOf(scripts);
    requirements = List.copyOf(requirements);
    dependencies = List.copyOf(dependencies);
    permissions = List.copyOf(permissions);
    errors = List.copyOf(errors);
  }

  /**
   * A piece of code.
   *
   * @param lang its language, such as {@code javascript}; null if it does not say
   * @param tag the tag that it is for; null for all
   * @param src where it is loaded from; null for one that stands in the file
   * @param lines how many lines it has in the file
   */
  public record Script(String lang, String tag, String src, int lines) {}
}
