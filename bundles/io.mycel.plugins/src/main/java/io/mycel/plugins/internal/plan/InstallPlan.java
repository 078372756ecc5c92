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
    long bytes = 0;
    for (InstallStep step : steps) {
      if (step instanceof InstallStep.Install install) {
        bytes += install.content().size();
      } else if (step instanceof InstallStep.Update update) {
        bytes += update.content().size();
      }
    }
    return bytes;
  }
}
