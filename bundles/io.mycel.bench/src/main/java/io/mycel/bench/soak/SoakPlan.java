package io.mycel.bench.soak;

import java.time.Duration;

/**
 * How long things take.
 *
 * @param warmUp all the load before what it leaves behind is taken for the start
 * @param load the load that is judged
 * @param swapPause between two replacements of a bundle
 * @param settle how long the server may take to be at rest: clients whose connection broke are kept
 *     for half a minute, idle threads for a minute
 * @param report between two lines of figures, each with a full collection of the server's heap
 */
record SoakPlan(
    Duration warmUp, Duration load, Duration swapPause, Duration settle, Duration report) {

  /** A soak of so many minutes, with the warm-up before it. */
  static SoakPlan ofMinutes(double minutes) {
    return new SoakPlan(
        Duration.ofSeconds((long) Math.max(20, Math.min(60, minutes * 12))),
        Duration.ofSeconds((long) (minutes * 60)),
        Duration.ofSeconds(2),
        Duration.ofSeconds(150),
        Duration.ofSeconds(30));
  }
}
