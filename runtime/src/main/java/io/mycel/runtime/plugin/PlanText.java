package io.mycel.runtime.plugin;

import io.mycel.runtime.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A plan of an install, for people who decide whether they want it. */
final class PlanText {
  private PlanText() {}

  static List<String> lines(Object answer) {
    Map<String, Object> plan = Trees.map(answer);
    List<String> lines = new ArrayList<>();
    List<Map<String, Object>> steps = Trees.maps(plan.get("steps"));
    for (Map<String, Object> step : steps) {
      step(step, lines);
    }
    for (Object warning : plan.get("warnings") instanceof List<?> all ? all : List.of()) {
      lines.add("Warning: " + PlainText.line(warning));
    }
    lines.add(
        "%d %s, %s in all"
            .formatted(
                steps.size(),
                steps.size() == 1 ? "plugin" : "plugins",
                size(Trees.number(plan, "bytes"))));
    return lines;
  }

  private static void step(Map<String, Object> step, List<String> lines) {
    String tag = Trees.text(step, "tag");
    String before = Trees.text(step, "before");
    lines.add(
        PlainText.line(
            "%s %s %s%s in the workspace %s%s"
                .formatted(
                    Trees.text(step, "action"),
                    Trees.text(step, "name"),
                    Trees.text(step, "version"),
                    tag.isEmpty() ? "" : "@" + tag,
                    Trees.text(step, "workspace"),
                    before.isEmpty() ? "" : ", now " + before)));
    detail(lines, "from", Trees.text(step, "url"));
    detail(lines, "size", size(Trees.number(step, "bytes")));
    detail(lines, "sha256", Trees.text(step, "sha256"));
    detail(lines, "trust", Trees.text(step, "trust"));
    String asks = Trees.text(step, "asks");
    detail(lines, "asks for", asks.isEmpty() ? "nothing" : asks);
    detail(lines, "isolation", Trees.text(step, "isolation"));
    detail(lines, "why", Trees.text(step, "why"));
  }

  private static void detail(List<String> lines, String what, String text) {
    if (!text.isEmpty()) {
      lines.add("  %-12s %s".formatted(what, PlainText.line(text)));
    }
  }

  /** In the unit that people read. */
  static String size(long bytes) {
    if (bytes < 1024) {
      return bytes + " bytes";
    }
    return bytes < 1024 * 1024
        ? String.format(Locale.ROOT, "%.1f KB", bytes / 1024.0)
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1024.0 / 1024.0);
  }
}
