package io.mycel.bench.load;

import java.util.Arrays;

/** Latencies in nanoseconds as one thread takes them. */
public final class Samples {
  private long[] values = new long[1 << 12];
  private int size;

  /** Adds one. */
  public void add(long nanos) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = nanos;
  }

  /** Adds all of another. */
  public void addAll(Samples other) {
    for (int i = 0; i < other.size; i++) {
      add(other.values[i]);
    }
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  /**
   * The value that this share of all do not exceed (nearest rank), in microseconds; NaN if there
   * are none.
   *
   * @param share above 0 and at most 1
   */
  public double micros(double share) {
    if (size == 0) {
      return Double.NaN;
    }
    Arrays.sort(values, 0, size);
    int rank = (int) Math.ceil(share * size);
    return values[Math.max(rank, 1) - 1] / 1000.0;
  }
}
