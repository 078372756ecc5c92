package io.mycel.apps.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mycel.api.plugin.PluginDescriptor;
import io.mycel.api.plugin.PluginParser;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a client sends as an app, as a plugin file: it is one already, or a script with its config
 * beside it.
 *
 * @param text the plugin file
 * @param plugin what it says
 * @param hash of what was sent
 */
record AppSource(String text, PluginDescriptor plugin, String hash) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Makes a plugin file.
   *
   * @param source a plugin file, or a script
   * @param config what stands in the config block of a script's file; empty for a plugin file
   */
  static AppSource of(String source, Map<String, Object> config, PluginParser parser) {
    String text = isPluginFile(source) ? source : file(source, config);
    return new AppSource(text, parser.parse("source", text, null), Multihash.of(source));
  }

  private static boolean isPluginFile(String source) {
    String start = source.stripLeading();
    return start.startsWith("<") && source.contains("<config");
  }

  private static String file(String script, Map<String, Object> config) {
    if (script.stripLeading().startsWith("<")) {
      throw new AppException(
          "the source is a web page, and there is no browser on this server: write a plugin of type"
              + " web-worker, or open the page in a browser that connects to this server");
    }
    Map<String, Object> complete = new LinkedHashMap<>(config);
    complete.putIfAbsent("name", "Untitled Plugin");
    complete.putIfAbsent("version", "0.1.0");
    complete.putIfAbsent("type", "web-worker");
    complete.putIfAbsent("api_version", "0.1.8");
    String language =
        String.valueOf(complete.get("type")).contains("python") ? "python" : "javascript";
    if (script.toLowerCase(java.util.Locale.ROOT).contains("</script")) {
      throw new AppException(
          "the script contains '</script', which would end it: write the two parts of that text"
              + " apart, or send a plugin file");
    }
    try {
      // "<" within the config must not begin a tag
      String json = JSON.writeValueAsString(complete).replace("<", "\\u003c");
      return "<config lang=\"json\">\n"
          + json
          + "\n</config>\n<script lang=\""
          + language
          + "\">\n"
          + script
          + "\n</script>\n";
    } catch (JsonProcessingException e) {
      throw new AppException("the config is no JSON: " + e.getOriginalMessage());
    }
  }
}
