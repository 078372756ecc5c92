package io.mycel.bench.row;

import java.util.Map;

/**
 * What one run of a row on one server gave.
 *
 * @param figures what was measured
 * @param errors calls that failed, or whose answer was wrong
 * @param firstError what the first of them said, empty if there was none
 */
public record Sample(Map<Figure, Double> figures, long errors, String firstError) {

  /** A run that could not be made. */
  public static Sample failed(String why) {
    return new Sample(Map.of(), 1, why);
  }
}
