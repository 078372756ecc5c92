package io.mycel.bench.soak;

import java.time.Duration;

/**
 * How long things take.
 *
 * @param warmUp all the load before what it leaves behind is taken for the start
 * @param load the load that is judged
 * @param swapPause between two replacements of a bundle; three in turn, and a slow reader is only
 *     dropped by a hub that has seen it for ten seconds
 * @param rest without load before the server is looked at, longer than it keeps clients whose
 *     connection broke
 * @param settle how long it is looked at again and again until it is at rest as it was before
 * @param report between two lines of figures, each with a full collection of the server's heap
 */
record SoakPlan(
    Duration warmUp,
    Duration load,
    Duration swapPause,
    Duration rest,
    Duration settle,
    Duration report) {

  /** A soak of so many minutes, with the warm-up before it. */
  static SoakPlan ofMinutes(double minutes) {
    return new SoakPlan(
        Duration.ofSeconds(60),
        Duration.ofSeconds((long) (minutes * 60)),
        Duration.ofSeconds(5),
        Duration.ofSeconds(35),
        Duration.ofSeconds(150),
        Duration.ofSeconds(30));
  }
}
