package io.mycel.bench.js;

import io.mycel.bench.load.Samples;
import io.mycel.bench.row.Figure;
import java.util.EnumMap;
import java.util.Map;

/** Calls an async function from another thread, one at a time. */
final class CallProbe implements Probe {
  private static final int BATCH = 20_000;
  private static final int CALLS = 20_000;

  @Override
  public Map<Figure, Double> measure(Scale scale) throws Exception {
    try (InJvm plugin = new InJvm("api.export({ async add(a, b) { return a + b } })")) {
      int warmUp = WarmUp.run(scale.count(BATCH), count -> calls(plugin, count));
      return latencies(calls(plugin, scale.count(CALLS)), warmUp);
    }
  }

  static Map<Figure, Double> latencies(Samples samples, int warmUp) {
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    figures.put(Figure.WARM_UP, (double) warmUp);
    figures.put(Figure.P50, samples.micros(0.5));
    figures.put(Figure.P99, samples.micros(0.99));
    return figures;
  }

  private static Samples calls(InJvm plugin, int count) throws Exception {
    Samples samples = new Samples();
    for (int i = 0; i < count; i++) {
      long begun = System.nanoTime();
      Object sum = plugin.call("add", i, 2);
      samples.add(System.nanoTime() - begun);
      if (!Integer.valueOf(i + 2).equals(sum)) {
        throw new IllegalStateException(i + " + 2 is not " + sum);
      }
    }
    return samples;
  }
}
