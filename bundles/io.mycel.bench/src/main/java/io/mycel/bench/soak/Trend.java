package io.mycel.bench.soak;

import java.util.Arrays;
import java.util.List;

/** Where a series of samples is going, by medians, which single outliers do not move. */
final class Trend {
  private Trend() {}

  /**
   * The median of all slopes between two points (Theil and Sen).
   *
   * @return units of {@code y} for one unit of {@code x}; 0 for fewer than two points
   */
  static double slope(double[] x, double[] y) {
    double[] slopes = new double[x.length * (x.length - 1) / 2];
    int count = 0;
    for (int i = 0; i < x.length; i++) {
      for (int j = i + 1; j < x.length; j++) {
        slopes[count++] = (y[j] - y[i]) / (x[j] - x[i]);
      }
    }
    return count == 0 ? 0 : median(slopes);
  }

  /** The value in the middle, or the mean of the two there. */
  static double median(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The samples between two parts of the time from the first to the last, 0 to 1. */
  static List<Sample> between(List<Sample> samples, double from, double to) {
    double first = samples.get(0).second();
    double span = samples.get(samples.size() - 1).second() - first;
    return samples.stream()
        .filter(s -> s.second() >= first + from * span && s.second() <= first + to * span)
        .toList();
  }

  /** Growth of resident memory, in bytes a minute. */
  static double residentBytesAMinute(List<Sample> samples) {
    return slope(
        samples.stream().mapToDouble(s -> s.second() / 60).toArray(),
        samples.stream().mapToDouble(Sample::residentBytes).toArray());
  }

  /** The median of resident memory. */
  static double residentBytes(List<Sample> samples) {
    return median(samples.stream().mapToDouble(Sample::residentBytes).toArray());
  }
}
