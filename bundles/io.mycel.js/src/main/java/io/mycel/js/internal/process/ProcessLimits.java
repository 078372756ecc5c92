package io.mycel.js.internal.process;

/**
 * What the process of a plugin may use, beside what its runtime limits.
 *
 * @param heapMegabytes of its JVM
 * @param spares how many processes wait for the next plugin, while there is one
 * @param restarts how often in a row a plugin is started again when its process dies
 * @param backOffMillis before the first of them; the double before each further
 */
public record ProcessLimits(int heapMegabytes, int spares, int restarts, int backOffMillis) {

  /** What is right where nobody says otherwise. */
  public static ProcessLimits defaults() {
    return new ProcessLimits(96, 1, 5, 500);
  }
}
