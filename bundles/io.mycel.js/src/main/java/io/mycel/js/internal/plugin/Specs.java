package io.mycel.js.internal.plugin;

import io.mycel.api.plugin.PluginBlock;
import io.mycel.api.plugin.PluginContext;
import io.mycel.api.plugin.PluginDescriptor;
import io.mycel.api.plugin.PluginLog;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what of a plugin's file is for its JavaScript, and says in its log what is not. */
final class Specs {
  /** Where a plugin's bundle holds its file. */
  private static final String FILE = "OSGI-INF/mycel/plugin.imjoy.html";

  private static final Set<String> LANGUAGES = Set.of("javascript", "js", "ecmascript", "true");

  private final PluginContext context;
  private final PluginDescriptor plugin;
  private final Optional<URI> server;

  private Specs(PluginContext context, Optional<URI> server) {
    this.context = context;
    this.server = server;
    this.plugin = context.descriptor();
  }

  /**
   * The plugin of a context.
   *
   * @param server where the server listens, for plugins that connect to it
   * @throws PluginFailure if there is nothing to run
   */
  static PluginSpec of(PluginContext context, PluginSpec.Patience patience, Optional<URI> server) {
    return new Specs(context, server).read(patience);
  }

  private PluginSpec read(PluginSpec.Patience patience) {
    tellOfOthers();
    Map<String, Object> config = plugin.config();
    return new PluginSpec(
        context.id().toString(),
        plugin.name() + ".imjoy.html",
        plugin.requirements(),
        scripts(),
        files(),
        api(),
        Boolean.TRUE.equals(config.get("passive")),
        Boolean.TRUE.equals(config.get("require_context")),
        context.permissions().hosts(),
        context.resumed(),
        patience);
  }

  private void tellOfOthers() {
    for (PluginBlock block : plugin.blocks()) {
      String what =
          switch (block.kind()) {
            case WINDOW -> "a window";
            case STYLE -> "a style sheet";
            case LINK -> "a link";
            default -> null;
          };
      if (what != null) {
        warn(
            "line "
                + block.line()
                + ": "
                + what
                + " is of no use to a plugin of type "
                + plugin.type()
                + ", which has no screen; it needs the type window");
      }
    }
  }

  private List<PluginSpec.Script> scripts() {
    List<String> lines = fileLines();
    List<PluginSpec.Script> scripts = new ArrayList<>();
    for (PluginBlock block : plugin.blocks(PluginBlock.Kind.SCRIPT)) {
      String language = block.attribute("lang");
      if (language == null || LANGUAGES.contains(language.toLowerCase(Locale.ROOT))) {
        scripts.add(script(block, lines));
      } else {
        warn(
            "line "
                + block.line()
                + ": a script in "
                + language
                + " is not run by a plugin of type "
                + plugin.type()
                + ", only javascript is");
      }
    }
    if (scripts.isEmpty()) {
      throw new PluginFailure(
          plugin.name()
              + ".imjoy.html has no script in javascript, and a plugin of type "
              + plugin.type()
              + " is nothing else; add <script lang=\"javascript\">");
    }
    return scripts;
  }

  private static PluginSpec.Script script(PluginBlock block, List<String> lines) {
    boolean module = "module".equals(block.attribute("type"));
    String source = block.attribute("src");
    if (source == null || source.equals("true")) {
      return new PluginSpec.Script(
          block.content(), block.line(), indent(block, lines), null, module);
    }
    String url = source.startsWith("//") ? "https:" + source : source;
    try {
      if (!URI.create(url).isAbsolute()) {
        throw new IllegalArgumentException("it must begin with https://");
      }
    } catch (IllegalArgumentException e) {
      throw new PluginFailure(
          "line "
              + block.line()
              + ": the script's src '"
              + source
              + "' is no URL that can be fetched: "
              + e.getMessage());
    }
    return new PluginSpec.Script(null, block.line(), 0, url, module);
  }

  /** How far the lines of a block were moved to the left, seen at the first that is not empty. */
  private static int indent(PluginBlock block, List<String> lines) {
    String[] content = block.content().split("\n", -1);
    for (int i = 1; i < content.length; i++) {
      int line = block.line() - 1 + i;
      if (!content[i].isBlank() && line < lines.size()) {
        String written = lines.get(line);
        return written.endsWith(content[i]) ? written.length() - content[i].length() : 0;
      }
    }
    return 0;
  }

  private List<String> fileLines() {
    URL file = context.bundle() == null ? null : context.bundle().getEntry(FILE);
    if (file == null) {
      return List.of();
    }
    try (InputStream in = file.openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      warn("its file cannot be read again, so columns in errors may be too small");
      return List.of();
    }
  }

  private Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    for (PluginBlock block : plugin.blocks()) {
      boolean named =
          block.kind() == PluginBlock.Kind.ATTACHMENT || block.kind() == PluginBlock.Kind.FILE;
      if (named && block.attribute("name") != null) {
        files.put(block.attribute("name"), block.content());
      }
    }
    return files;
  }

  /** {@code api.config}. */
  private Map<String, Object> api() {
    Map<String, Object> config = new LinkedHashMap<>(plugin.config());
    config.keySet().removeIf(key -> key.equals("permissions") || key.equals("docs"));
    config.put("id", context.id().name());
    config.put("name", plugin.name());
    config.put("type", plugin.type());
    config.put("version", plugin.version());
    config.put("tag", plugin.tag());
    config.put("workspace", context.id().workspace());
    server.ifPresent(url -> config.put("server_url", url.toString()));
    return config;
  }

  private void warn(String text) {
    context.log().write(PluginLog.Level.WARN, text);
  }
}
