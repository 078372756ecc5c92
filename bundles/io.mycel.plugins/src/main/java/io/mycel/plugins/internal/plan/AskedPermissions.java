package io.mycel.plugins.internal.plan;

import io.mycel.api.plugin.PluginDescriptor;
import io.mycel.plugins.internal.repository.CleanText;
import java.util.ArrayList;
import java.util.List;

/** What a plugin asks for, by what it says and by what its type comes with; for people. */
final class AskedPermissions {
  private AskedPermissions() {}

  static List<String> of(PluginDescriptor plugin) {
    List<String> asked = new ArrayList<>();
    switch (plugin.type()) {
      case "native-python" -> asked.add("runs programs on this machine");
      case "java" -> asked.add("runs inside the server, with all its rights");
      default -> {}
    }
    if (plugin.config().get("permissions") instanceof List<?> permissions) {
      for (Object permission : permissions) {
        asked.add(CleanText.line(String.valueOf(permission)));
      }
    }
    for (String requirement : plugin.requirements()) {
      if (requirement.startsWith("cmd:")) {
        asked.add("runs the command: " + CleanText.line(requirement.substring("cmd:".length())));
      }
    }
    return asked;
  }
}
