package io.mycel.plugins.internal.plan;

/**
 * How large a plan may grow.
 *
 * @param steps of one plan
 */
public record PlanLimits(int steps) {

  /** More than any set of plugins. */
  public static final PlanLimits STANDARD = new PlanLimits(500);
}
