package io.mycel.runtime.tools;

import io.mycel.api.plugin.tools.Inspection;
import io.mycel.runtime.text.PlainText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What stands in a plugin file, for programs and for people. */
final class InspectionText {
  private InspectionText() {}

  static Map<String, Object> json(Inspection found) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("file", found.file().toString());
    json.put("name", found.name());
    json.put("type", found.type());
    json.put("version", found.version());
    json.put("tags", found.tags());
    json.put("description", found.description());
    json.put("scripts", found.scripts().stream().map(InspectionText::json).toList());
    json.put("requirements", found.requirements());
    json.put("dependencies", found.dependencies());
    json.put("permissions", found.permissions());
    json.put("sha256", found.sha256());
    json.put("errors", found.errors());
    return json;
  }

  private static Map<String, Object> json(Inspection.Script script) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("lang", script.lang());
    json.put("tag", script.tag());
    json.put("src", script.src());
    json.put("lines", script.lines());
    return json;
  }

  static List<String> lines(Inspection found) {
    List<String> lines = new ArrayList<>();
    lines.add(PlainText.line(found.file()));
    if (found.name() != null) {
      detail(lines, "name", found.name());
      detail(lines, "type", found.type());
      detail(lines, "version", found.version());
      detail(lines, "description", found.description());
      detail(lines, "tags", String.join(", ", found.tags()));
      detail(lines, "requirements", String.join(", ", found.requirements()));
      detail(lines, "dependencies", String.join(", ", found.dependencies()));
      detail(lines, "permissions", String.join(", ", found.permissions()));
      for (Inspection.Script script : found.scripts()) {
        detail(
            lines,
            "script",
            "%s%s, %s"
                .formatted(
                    script.lang() == null ? "no language" : script.lang(),
                    script.tag() == null ? "" : " for the tag " + script.tag(),
                    script.src() == null ? script.lines() + " lines" : "from " + script.src()));
      }
    }
    found.errors().forEach(error -> detail(lines, "error", error));
    return lines;
  }

  private static void detail(List<String> lines, String what, String text) {
    if (!text.isEmpty()) {
      lines.add("  %-13s %s".formatted(what, PlainText.line(text)));
    }
  }
}
