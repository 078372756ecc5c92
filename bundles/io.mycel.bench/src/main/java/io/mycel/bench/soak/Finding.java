package io.mycel.bench.soak;

/**
 * One point of the verdict.
 *
 * @param what was looked at
 * @param good whether it is as it should be
 * @param measured the figures, and the rule
 */
record Finding(String what, boolean good, String measured) {

  @Override
  public String toString() {
    return String.format("  %-4s  %-16s  %s", good ? "ok" : "FAIL", what, measured);
  }
}
