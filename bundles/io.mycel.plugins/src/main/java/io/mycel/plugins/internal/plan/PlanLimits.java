package io.mycel.plugins.internal.plan;

/**
 * How large a plan may grow.
 *
 * @param steps of one plan
 * @param bytes of all that it installs: they are held in memory until it is done
 */
public record PlanLimits(int steps, long bytes) {

  /** More than any set of plugins has. */
  public static final PlanLimits STANDARD = new PlanLimits(500, 256L << 20);
}
