package io.mycel.plugins.internal.manage;

import io.mycel.plugins.internal.store.ContentStore;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Plans as users see them. */
final class PlanForms {
  private PlanForms() {}

  /** For programs. */
  static Map<String, Object> map(Plan plan) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("sha256", sha256(plan));
    map.put("bytes", plan.bytes());
    map.put("warnings", plan.warnings());
    map.put("steps", plan.steps().stream().map(PlanForms::map).toList());
    return map;
  }

  /** A hash of all that a user agrees to; another one if anything of it has changed. */
  static String sha256(Plan plan) {
    StringBuilder text = new StringBuilder();
    plan.steps().forEach(step -> text.append(map(step)).append('\n'));
    return ContentStore.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, Object> map(Plan.Step step) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("action", step.action());
    map.put("name", step.plugin().name());
    map.put("workspace", step.plugin().workspace());
    map.put("version", step.plugin().version());
    map.put("tag", step.plugin().tag());
    map.put("before", step.before() == null ? null : step.before().version());
    map.put("source", Texts.source(step.plugin().source()));
    map.put("url", step.plugin().url());
    map.put("owner", step.plugin().owner());
    map.put("sha256", step.plugin().sha256());
    map.put("bytes", step.content() == null ? 0 : step.content().length);
    map.put("trust", step.trust());
    map.put("asks", step.asked());
    map.put("isolation", step.isolation().wire());
    map.put("why", step.why());
    return map;
  }

  /** For people, in one line. */
  static String text(Plan plan) {
    return plan.steps().stream().map(PlanForms::text).collect(Collectors.joining("; "))
        + (plan.warnings().isEmpty() ? "" : "; " + String.join("; ", plan.warnings()));
  }

  private static String text(Plan.Step step) {
    List<String> asked = step.asked();
    return "%s %s from %s (%s, %d bytes) to run %s%s"
        .formatted(
            step.action(),
            Texts.title(step.plugin()),
            Texts.source(step.plugin().source()),
            step.trust(),
            step.content() == null ? 0 : step.content().length,
            step.isolation().wire(),
            asked.isEmpty() ? "" : ", which asks for: " + String.join(", ", asked));
  }
}
