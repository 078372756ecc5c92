package io.mycel.api.plugin;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a plugin says of itself, for one of its tags.
 *
 * @param name unique in its workspace, without {@code /}
 * @param type which runtime it needs: {@code web-worker}, {@code native-python}, {@code window}, …
 * @param version as its author wrote it, such as {@code 0.1.8-beta}
 * @param tag the chosen one of {@code tags}; null if there are none
 * @param tags the variants that it comes in
 * @param description one sentence, may be empty
 * @param requirements libraries, such as {@code pip:numpy} or the URL of a script
 * @param dependencies the URIs of plugins that it needs
 * @param config all settings, with those that depend on the tag already chosen; values of JSON
 * @param blocks those of the file that belong to the tag, in their order
 */
public record PluginDescriptor(
    String name,
    String type,
    String version,
    String tag,
    List<String> tags,
    String description,
    List<String> requirements,
    List<String> dependencies,
    Map<String, Object> config,
    List<PluginBlock> blocks) {

  /** A descriptor; the collections are copied. */
  public PluginDescriptor {
    tags = List.copyOf(tags);
    requirements = List.copyOf(requirements);
    dependencies = List.copyOf(dependencies);
    config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
    blocks = List.copyOf(blocks);
  }

  /** The blocks of a kind, in their order. */
  public List<PluginBlock> blocks(PluginBlock.Kind kind) {
    return blocks.stream().filter(block -> block.kind() == kind).toList();
  }

  /** Its documentation in Markdown. */
  public Optional<String> docs() {
    return blocks(PluginBlock.Kind.DOCS).stream().findFirst().map(PluginBlock::content);
  }

  /** A text that comes with it. */
  public Optional<String> attachment(String name) {
    return blocks.stream()
        .filter(
            block ->
                (block.kind() == PluginBlock.Kind.ATTACHMENT
                        || block.kind() == PluginBlock.Kind.FILE)
                    && name.equals(block.attribute("name")))
        .findFirst()
        .map(PluginBlock::content);
  }
}
