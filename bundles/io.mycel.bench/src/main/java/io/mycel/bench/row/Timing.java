package io.mycel.bench.row;

/**
 * How long is measured.
 *
 * @param warmUpMillis before each measurement
 * @param measuredMillis each measurement
 * @param share of the connections and bytes that rows with a number of them make; 1 for all
 */
public record Timing(long warmUpMillis, long measuredMillis, double share) {

  /** So many, or the share of them. */
  int count(int all) {
    return Math.max(1, (int) Math.round(all * share));
  }
}
