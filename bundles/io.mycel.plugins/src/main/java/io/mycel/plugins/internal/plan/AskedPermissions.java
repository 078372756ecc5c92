package io.mycel.plugins.internal.plan;

import io.mycel.api.plugin.PluginDescriptor;
import io.mycel.api.plugin.PluginPermissions;
import io.mycel.plugins.internal.file.CleanText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What a plugin asks for, by what it says and by what its type comes with; for people. */
public final class AskedPermissions {
  private AskedPermissions() {}

  /** The permissions that a plugin's config asks for. */
  public static PluginPermissions config(PluginDescriptor plugin) {
    return plugin.config().get("permissions") instanceof List<?> permissions
        ? PluginPermissions.of(
            permissions.stream().map(Objects::toString).map(CleanText::line).toList())
        : PluginPermissions.NONE;
  }

  /** All of it, what the type comes with first. */
  static List<String> of(PluginDescriptor plugin) {
    List<String> asked = new ArrayList<>();
    switch (plugin.type()) {
      case "native-python" -> asked.add("runs programs on this machine");
      case "java" -> asked.add("runs inside the server, with all its rights");
      default -> {}
    }
    asked.addAll(config(plugin).texts());
    for (String requirement : plugin.requirements()) {
      if (requirement.startsWith("cmd:")) {
        asked.add("runs the command: " + CleanText.line(requirement.substring("cmd:".length())));
      }
    }
    return asked;
  }
}
