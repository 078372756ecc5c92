package io.mycel.plugins.internal.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mycel.api.plugin.PluginBlock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads the config block, in JSON or YAML, into values of JSON. */
final class ConfigReader {
  /** Deeper than any JSON schema of inputs that plugins have. */
  private static final int MAX_DEPTH = 50;

  private static final int MAX_CHARS = 1024 * 1024;

  /** Values after all aliases of YAML are followed: a few lines may stand for billions. */
  private static final int MAX_VALUES = 100_000;

  private static final int MAX_ALIASES = 50;

  /** The time to read a number grows with the square of its length. */
  private static final int MAX_NUMBER = 100;

  /** For all files: to make one takes longer than to read a config. */
  private static final ObjectReader JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(MAX_CHARS)
                          .maxNumberLength(MAX_NUMBER)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(Object.class);

  private final String file;

  ConfigReader(String file) {
    this.file = file;
  }

  /** The settings of a config block. */
  Map<String, Object> read(PluginBlock block) throws PluginFormatException {
    if (block.content().length() > MAX_CHARS) {
      throw error(block, 1, "it has more than " + MAX_CHARS + " characters");
    }
    String language = block.attributes().getOrDefault("lang", "json");
    Object value =
        switch (language) {
          case "json" -> json(block);
          case "yaml", "yml" -> yaml(block);
          default ->
              throw error(block, 1, "lang must be \"json\" or \"yaml\", not \"" + language + "\"");
        };
    if (!(value instanceof Map<?, ?> map)) {
      throw error(block, 1, "it must be an object with a 'name' and a 'type'");
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    map.forEach((key, item) -> settings.put((String) key, item));
    return settings;
  }

  private Object json(PluginBlock block) throws PluginFormatException {
    try {
      return JSON.readValue(block.content());
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw error(block, line, "it is no JSON: " + e.getOriginalMessage());
    }
  }

  private Object yaml(PluginBlock block) throws PluginFormatException {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(MAX_ALIASES);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setCodePointLimit(MAX_CHARS);
    options.setAllowDuplicateKeys(false);
    options.setAllowRecursiveKeys(false);
    try {
      Object value = new Yaml(new ShortNumbers(options)).load(block.content());
      return new Plain(block).of(value, 0);
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark();
      throw error(block, mark == null ? 1 : mark.getLine() + 1, "it is no YAML: " + e.getProblem());
    } catch (YAMLException e) {
      throw error(block, 1, "it is no YAML: " + e.getMessage());
    }
  }

  private PluginFormatException error(PluginBlock block, int line, String message) {
    return new PluginFormatException(file, block.line() + line - 1, "config: " + message);
  }

  /** Makes nothing but plain values, and no number of a million digits. */
  private static final class ShortNumbers extends SafeConstructor {
    /** A failure at a place of the text. */
    private static final class LongNumberException extends MarkedYAMLException {
      private static final long serialVersionUID = 1L;

      LongNumberException(Mark mark) {
        super(null, null, "a number has more than " + MAX_NUMBER + " digits", mark);
      }
    }

    ShortNumbers(LoaderOptions options) {
      super(options);
      yamlConstructors.put(
          Tag.INT,
          new ConstructYamlInt() {
            @Override
            public Object construct(Node node) {
              if (constructScalar((ScalarNode) node).length() > MAX_NUMBER) {
                throw new LongNumberException(node.getStartMark());
              }
              return super.construct(node);
            }
          });
    }
  }

  /** Turns what YAML has beyond JSON into JSON, and follows no more aliases than are reasonable. */
  private final class Plain {
    private final PluginBlock block;
    private int values;

    Plain(PluginBlock block) {
      this.block = block;
    }

    Object of(Object value, int depth) throws PluginFormatException {
      values++;
      if (values > MAX_VALUES || depth > MAX_DEPTH) {
        throw error(
            block,
            1,
            "it stands for more than "
                + MAX_VALUES
                + " values or more than "
                + MAX_DEPTH
                + " levels; use fewer aliases");
      }
      if (value instanceof Map<?, ?> map) {
        Map<String, Object> plain = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          plain.put(String.valueOf(entry.getKey()), of(entry.getValue(), depth + 1));
        }
        return plain;
      }
      if (value instanceof Collection<?> items) {
        List<Object> plain = new ArrayList<>();
        for (Object item : items) {
          plain.add(of(item, depth + 1));
        }
        return plain;
      }
      if (value instanceof Date date) {
        return date.toInstant().toString();
      }
      if (value instanceof byte[]) {
        throw error(block, 1, "binary values are not possible, write a text");
      }
      return value;
    }
  }
}
