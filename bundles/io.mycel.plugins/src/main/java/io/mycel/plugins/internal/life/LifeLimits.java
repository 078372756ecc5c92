package io.mycel.plugins.internal.life;

/**
 * How long plugins may take, and how much room.
 *
 * @param workers threads that start and end plugins
 * @param startTimeoutSeconds of a start that waits for nothing
 * @param stopTimeoutMillis of an end, once no call is left
 * @param patienceMillis that whoever takes something away from plugins waits for them
 * @param absence of plugins whose runtime is replaced
 * @param log of each plugin
 */
public record LifeLimits(
    int workers,
    int startTimeoutSeconds,
    long stopTimeoutMillis,
    long patienceMillis,
    AbsenceLimits absence,
    LogLimits log) {

  /** What suits most. */
  public static final LifeLimits STANDARD =
      new LifeLimits(16, 300, 10_000, 20_000, AbsenceLimits.STANDARD, LogLimits.STANDARD);
}
