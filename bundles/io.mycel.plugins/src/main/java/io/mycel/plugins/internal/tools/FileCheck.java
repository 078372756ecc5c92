package io.mycel.plugins.internal.tools;

import io.mycel.api.plugin.PluginBlock;
import io.mycel.api.plugin.PluginDescriptor;
import io.mycel.api.plugin.tools.Finding;
import io.mycel.plugins.internal.file.PluginFile;
import io.mycel.plugins.internal.file.PluginFileParser;
import io.mycel.plugins.internal.file.PluginFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells what is wrong with one plugin file. */
final class FileCheck {
  private static final Pattern VERSION =
      Pattern.compile("[vV]?\\d+(\\.\\d+){0,3}([-+.]?[0-9A-Za-z.+-]+)?");

  /** The languages of the types, where a script has to be in one. */
  private static final Map<String, String> LANGUAGES =
      Map.of(
          "web-worker", "javascript",
          "iframe", "javascript",
          "window", "javascript",
          "native-python", "python",
          "web-python", "python");

  private static final List<String> OTHER_TYPES =
      List.of("rpc-window", "rpc-worker", "collection", "jupyter-notebook");

  private final Path file;
  private final List<Finding> findings = new ArrayList<>();

  private FileCheck(Path file) {
    this.file = file;
  }

  /**
   * What was found.
   *
   * @param name of the plugin; empty if it cannot be read that far
   */
  record Result(Optional<String> name, List<Finding> findings) {}

  static Result of(Path file) {
    return new FileCheck(file).run();
  }

  private Result run() {
    try {
      PluginText text = PluginText.read(file);
      PluginFile plugin = PluginFileParser.parse(text.name(), text.text());
      PluginDescriptor standard = plugin.select(null);
      Inspector.errors(plugin).forEach(this::error);
      version(plugin, standard);
      scripts(plugin, standard.type());
      permissions(standard);
      docs(standard);
      return new Result(Optional.of(standard.name()), findings);
    } catch (IOException | PluginFormatException e) {
      error(String.valueOf(e.getMessage()));
      return new Result(Optional.empty(), findings);
    }
  }

  private void version(PluginFile plugin, PluginDescriptor standard) {
    if (plugin.settings().get("version") == null) {
      warning("it has no version, so nobody can tell an update; add \"version\": \"0.1.0\"");
    } else if (!VERSION.matcher(standard.version().strip()).matches()) {
      error(
          "its version '" + standard.version() + "' does not begin with numbers, as in 1.2.0-beta");
    }
  }

  private void scripts(PluginFile plugin, String type) {
    String language = LANGUAGES.get(type);
    if (language == null) {
      if (!OTHER_TYPES.contains(type)) {
        warning("nothing is known to run its type '" + type + "'");
      }
      return;
    }
    List<PluginBlock> scripts =
        plugin.blocks().stream().filter(b -> b.kind() == PluginBlock.Kind.SCRIPT).toList();
    if (scripts.isEmpty()) {
      error("it has no script; add <script lang=\"" + language + "\">…</script>");
    }
    for (PluginBlock script : scripts) {
      String lang = script.attribute("lang");
      String tag = script.attribute("tag");
      if (lang == null && language.equals("python") || lang != null && !lang.equals(language)) {
        error(
            "line "
                + script.line()
                + ": a script of a "
                + type
                + " plugin has lang=\""
                + language
                + "\""
                + (lang == null ? "" : ", not \"" + lang + "\""));
      }
      if (tag != null && !plugin.tags().contains(tag)) {
        error(
            "line "
                + script.line()
                + ": there is no tag '"
                + tag
                + "', there are "
                + plugin.tags());
      }
    }
  }

  private void permissions(PluginDescriptor standard) {
    Object written = standard.config().get("permissions");
    List<String> texts = Inspector.permissions(standard);
    boolean texted =
        written instanceof String || written instanceof List<?> l && l.size() == texts.size();
    if (written != null && !texted) {
      error("its permissions are no list of texts");
    }
    for (String permission : texts) {
      PermissionCheck.problem(permission)
          .ifPresent(problem -> error("its permission '" + permission + "': " + problem));
    }
  }

  private void docs(PluginDescriptor standard) {
    if (standard.docs().map(String::isBlank).orElse(true)) {
      warning("it has no docs; add <docs lang=\"markdown\">…</docs>");
    }
    if (standard.description().isBlank()) {
      warning("it has no description, one sentence by which people find it");
    }
  }

  private void error(String message) {
    findings.add(new Finding(file, Finding.Severity.ERROR, message));
  }

  private void warning(String message) {
    findings.add(new Finding(file, Finding.Severity.WARNING, message));
  }
}
