package io.mycel.plugins.internal.file;

import io.mycel.api.plugin.PluginBlock;
import io.mycel.api.plugin.PluginDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A plugin file that was read, with all its tags.
 *
 * @param file its name in messages
 * @param settings its config block as it stands there
 * @param configLine where that block begins
 * @param blocks all blocks but the config
 * @param tags the variants that it comes in, the first being the standard one
 */
public record PluginFile(
    String file,
    Map<String, Object> settings,
    int configLine,
    List<PluginBlock> blocks,
    List<String> tags) {

  /**
   * Settings that may be an object with one value for each tag (imjoy-core, {@code
   * CONFIGURABLE_FIELDS}).
   */
  private static final Set<String> DEPEND_ON_TAG =
      Set.of(
          "env",
          "requirements",
          "dependencies",
          "icon",
          "ui",
          "type",
          "flags",
          "labels",
          "cover",
          "base_frame",
          "base_worker",
          "passive");

  /** What plugins with an {@code api_version} up to 0.1.1 call their types. */
  private static final Map<String, String> MODES =
      Map.of("pyworker", "native-python", "webworker", "web-worker", "webpython", "web-python");

  private static final String STANDARD_VERSION = "0.1.0";

  /**
   * The plugin in one of its variants.
   *
   * @param tag one of {@code tags}; null for the standard one
   * @throws PluginFormatException if there is no such tag, or a setting is of no use
   */
  public PluginDescriptor select(String tag) throws PluginFormatException {
    if (tag != null && !tags.contains(tag)) {
      throw error("tags", "there is no tag '" + tag + "', there are " + tags);
    }
    String chosen = tag != null ? tag : tags.isEmpty() ? null : tags.get(0);
    Map<String, Object> config = config(chosen);
    String type = type(config);
    config.put("type", type);
    return new PluginDescriptor(
        name(),
        type,
        version(),
        chosen,
        tags,
        text(config, "description", ""),
        texts(config, "requirements"),
        texts(config, "dependencies"),
        config,
        blocks.stream().filter(block -> belongsTo(block, chosen)).toList());
  }

  /** A script or another block for one tag only says so; all the others are for every tag. */
  private static boolean belongsTo(PluginBlock block, String chosen) {
    String tag = block.attribute("tag");
    return tag == null || tag.equals(chosen);
  }

  private Map<String, Object> config(String chosen) throws PluginFormatException {
    Map<String, Object> config = new LinkedHashMap<>();
    for (Map.Entry<String, Object> setting : settings.entrySet()) {
      Object value = setting.getValue();
      if (DEPEND_ON_TAG.contains(setting.getKey()) && value instanceof Map<?, ?> byTag) {
        value = forTag(setting.getKey(), byTag, chosen);
      }
      if (value != null) {
        config.put(setting.getKey(), value);
      }
    }
    return config;
  }

  private Object forTag(String key, Map<?, ?> byTag, String chosen) throws PluginFormatException {
    if (byTag.isEmpty()) {
      return null;
    }
    if (tags.stream().anyMatch(byTag::containsKey)) {
      return byTag.get(chosen);
    }
    // an environment may itself be an object, such as {"type": "binder", …}
    if (key.equals("env") && byTag.containsKey("type")) {
      return byTag;
    }
    throw error(
        key,
        tags.isEmpty()
            ? "it is an object with a value for each tag, but there are no 'tags'"
            : "it has values for " + byTag.keySet() + ", but the tags are " + tags);
  }

  String name() throws PluginFormatException {
    String name = text(settings, "name", "").strip();
    String problem = PluginName.problem(name);
    if (!problem.isEmpty()) {
      throw error("name", problem);
    }
    return name;
  }

  private String type(Map<String, Object> config) throws PluginFormatException {
    String type = text(config, "type", "");
    if (type.isEmpty()) {
      String mode = text(config, "mode", "");
      type = MODES.getOrDefault(mode, mode);
    }
    if (type.isEmpty()) {
      throw error("type", "it is missing, write for example \"type\": \"web-worker\"");
    }
    return word("type", type);
  }

  /** A version that was written as a number, such as {@code version: 0.1} in YAML, is one too. */
  private String version() throws PluginFormatException {
    Object version = settings.get("version");
    if (version instanceof Number number) {
      return word("version", number.toString());
    }
    return word("version", text(settings, "version", STANDARD_VERSION).strip());
  }

  /** The tags that a file names, each of which is one that can be written and shown. */
  List<String> words(String key) throws PluginFormatException {
    List<String> words = texts(settings, key);
    for (String word : words) {
      word(key, word);
    }
    return words;
  }

  private String word(String key, String word) throws PluginFormatException {
    String problem = PluginWord.problem(word);
    if (!problem.isEmpty()) {
      throw error(key, problem);
    }
    return word;
  }

  private String text(Map<String, Object> from, String key, String otherwise)
      throws PluginFormatException {
    Object value = from.get(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof String text) {
      return text;
    }
    throw error(key, "it must be a text, not " + kind(value));
  }

  /** A list of texts, or one text, or nothing. */
  List<String> texts(Map<String, Object> from, String key) throws PluginFormatException {
    Object value = from.get(key);
    if (value == null) {
      return List.of();
    }
    if (value instanceof String text) {
      return text.isBlank() ? List.of() : List.of(text);
    }
    if (value instanceof List<?> list) {
      List<String> texts = new ArrayList<>();
      for (Object item : list) {
        if (!(item instanceof String text)) {
          throw error(key, "it must be a list of texts, one of its items is " + kind(item));
        }
        texts.add(text);
      }
      return texts;
    }
    throw error(key, "it must be a list of texts, not " + kind(value));
  }

  private static String kind(Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof Map) {
      return "an object";
    }
    if (value instanceof List) {
      return "a list";
    }
    return value instanceof Number
        ? "a number"
        : value instanceof Boolean ? "true or false" : "a text";
  }

  private PluginFormatException error(String key, String message) {
    return new PluginFormatException(file, configLine, "config: '" + key + "': " + message);
  }
}
