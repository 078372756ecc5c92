package io.mycel.plugins.internal.tools;

import io.mycel.api.plugin.PluginBlock;
import io.mycel.api.plugin.PluginDescriptor;
import io.mycel.api.plugin.tools.Inspection;
import io.mycel.plugins.internal.file.PluginFile;
import io.mycel.plugins.internal.file.PluginFileParser;
import io.mycel.plugins.internal.file.PluginFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Says what stands in a plugin file. */
final class Inspector {
  private Inspector() {}

  static Inspection inspect(Path file) {
    PluginText text;
    try {
      text = PluginText.read(file);
    } catch (IOException e) {
      return failed(file, "", List.of(String.valueOf(e.getMessage())));
    }
    try {
      PluginFile plugin = PluginFileParser.parse(text.name(), text.text());
      PluginDescriptor standard = plugin.select(null);
      return new Inspection(
          file,
          standard.name(),
          standard.type(),
          standard.version(),
          standard.tags(),
          standard.description(),
          scripts(plugin),
          standard.requirements(),
          standard.dependencies(),
          permissions(standard),
          text.sha256(),
          errors(plugin));
    } catch (PluginFormatException e) {
      return failed(file, text.sha256(), List.of(e.getMessage()));
    }
  }

  private static Inspection failed(Path file, String sha256, List<String> errors) {
    return new Inspection(
        file, null, null, null, List.of(), "", List.of(), List.of(), List.of(), List.of(), sha256,
        errors);
  }

  /** What is wrong with a file that is right for its standard tag: each thing once. */
  static List<String> errors(PluginFile plugin) {
    Set<String> errors = new LinkedHashSet<>();
    for (String tag : plugin.tags()) {
      try {
        plugin.select(tag);
      } catch (PluginFormatException e) {
        errors.add(e.getMessage());
      }
    }
    return List.copyOf(errors);
  }

  private static List<Inspection.Script> scripts(PluginFile plugin) {
    List<Inspection.Script> scripts = new ArrayList<>();
    for (PluginBlock block : plugin.blocks()) {
      if (block.kind() == PluginBlock.Kind.SCRIPT) {
        int lines = (int) block.content().strip().lines().count();
        scripts.add(
            new Inspection.Script(
                block.attribute("lang"), block.attribute("tag"), block.attribute("src"), lines));
      }
    }
    return scripts;
  }

  /** The texts of the setting; others are told by a check. */
  static List<String> permissions(PluginDescriptor plugin) {
    if (plugin.config().get("permissions") instanceof List<?> list) {
      return list.stream().filter(String.class::isInstance).map(String.class::cast).toList();
    }
    return plugin.config().get("permissions") instanceof String one ? List.of(one) : List.of();
  }
}
