package io.mycel.plugins.internal.life;

/**
 * What may wait for plugins that are away while their runtime is replaced.
 *
 * @param calls of one plugin
 * @param bytes of the arguments of all
 * @param millis that they wait for a runtime, and then for the start
 */
public record AbsenceLimits(int calls, long bytes, long millis) {

  /** What suits most. */
  public static final AbsenceLimits STANDARD = new AbsenceLimits(10_000, 64L << 20, 15_000);
}
