package io.mycel.bench.js;

import io.mycel.bench.load.Samples;

/** Calls until they become no faster: how many that takes is another number on each machine. */
final class WarmUp {
  private static final double GAIN = 0.9;
  private static final int PATIENT_BATCHES = 4;
  private static final int MOST_BATCHES = 24;

  /** Calls something so often, one at a time. */
  interface Batch {
    Samples calls(int count) throws Exception;
  }

  private WarmUp() {}

  /**
   * Until four batches in a row have no better median than nine tenths of the best before them; at
   * most 24 batches.
   *
   * @return how many calls that were
   */
  static int run(int size, Batch batch) throws Exception {
    double best = Double.MAX_VALUE;
    int calls = 0;
    for (int slow = 0; slow < PATIENT_BATCHES && calls < MOST_BATCHES * size; calls += size) {
      double median = batch.calls(size).micros(0.5);
      slow = median < GAIN * best ? 0 : slow + 1;
      best = Math.min(best, median);
    }
    return calls;
  }
}
