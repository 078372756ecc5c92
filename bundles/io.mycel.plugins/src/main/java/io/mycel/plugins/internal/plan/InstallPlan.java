package io.mycel.plugins.internal.plan;

import java.util.List;

/**
 * What an install will do, in this order: what others depend on comes first. Nothing is done yet.
 *
 * @param warnings for the user
 */
public record InstallPlan(List<InstallStep> steps, List<String> warnings) {

  /** A plan; the lists are copied. */
  public InstallPlan {
    steps = List.copyOf(steps);
    warnings = List.copyOf(warnings);
  }

  /** How many bytes it installs. */
  public long bytes() {
    return steps.stream()
        .mapToLong(step -> step.content() == null ? 0 : step.content().size())
        .sum();
  }
}
