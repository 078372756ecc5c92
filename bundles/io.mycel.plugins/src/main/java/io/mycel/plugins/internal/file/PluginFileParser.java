package io.mycel.plugins.internal.file;

import io.mycel.api.plugin.PluginBlock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads plugin files ({@code *.imjoy.html}) in both dialects in use: that of imjoy-core 0.14 and
 * that of Hypha 0.15 and newer.
 */
public final class PluginFileParser {
  /** Many times the longest plugin there is; larger things are downloaded by plugins. */
  static final int MAX_CHARS = 5 * 1024 * 1024;

  private static final String MISSING_CONFIG =
      "there is no <config> block; add one, such as"
          + " <config lang=\"json\">{\"name\": \"My plugin\", \"type\": \"web-worker\"}</config>";

  private PluginFileParser() {}

  /**
   * Reads a plugin file.
   *
   * @param file its name in messages
   * @throws PluginFormatException that says where it is wrong and what to do
   */
  public static PluginFile parse(String file, String text) throws PluginFormatException {
    if (text.length() > MAX_CHARS) {
      throw new PluginFormatException(
          file, 1, "it has more than " + MAX_CHARS + " characters; let the plugin load its data");
    }
    // a mark of the byte order that editors leave
    String html = text.startsWith("\uFEFF") ? text.substring(1) : text;
    List<PluginBlock> blocks = new ArrayList<>();
    PluginBlock config = null;
    for (PluginBlock block : new BlockReader(file, html).read()) {
      if (block.kind() != PluginBlock.Kind.CONFIG) {
        blocks.add(block);
      } else if (config == null) {
        config = block;
      }
    }
    if (config == null) {
      throw new PluginFormatException(file, 1, MISSING_CONFIG);
    }
    Map<String, Object> settings = new LinkedHashMap<>(new ConfigReader(file).read(config));
    PluginFile plugin = new PluginFile(file, settings, config.line(), blocks, List.of());
    PluginFile tagged = new PluginFile(file, settings, config.line(), blocks, plugin.words("tags"));
    // what is wrong for every tag is told now
    tagged.select(null);
    return tagged;
  }
}
