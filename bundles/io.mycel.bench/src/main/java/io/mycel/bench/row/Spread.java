package io.mycel.bench.row;

import java.util.List;

/**
 * The middle and the ends of some values; NaN if there are none.
 *
 * @param median of an even number, the mean of the two in the middle
 */
public record Spread(double median, double min, double max) {

  /** Of any number of values. */
  public static Spread of(List<Double> values) {
    if (values.isEmpty()) {
      return new Spread(Double.NaN, Double.NaN, Double.NaN);
    }
    List<Double> sorted = values.stream().sorted().toList();
    int n = sorted.size();
    double median = (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
    return new Spread(median, sorted.get(0), sorted.get(n - 1));
  }

  /** Whether there is a value. */
  public boolean isKnown() {
    return !Double.isNaN(median);
  }
}
