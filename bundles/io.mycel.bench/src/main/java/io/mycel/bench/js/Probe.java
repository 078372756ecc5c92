package io.mycel.bench.js;

import io.mycel.bench.row.Figure;
import java.nio.file.Path;
import java.util.Map;

/** Something that is measured inside the JVM in which plugins run. */
interface Probe {
  /**
   * Measures.
   *
   * @param scale how much of it
   */
  Map<Figure, Double> measure(Scale scale) throws Exception;

  /**
   * How much is measured, and with what.
   *
   * @param share of all repetitions; 1 for all
   * @param folder for its files
   * @param modules a folder with {@code node_modules}; null for a probe that needs none
   */
  record Scale(double share, Path folder, Path modules) {
    /** So many, or the share of them. */
    int count(int all) {
      return Math.max(1, (int) Math.round(all * share));
    }
  }
}
