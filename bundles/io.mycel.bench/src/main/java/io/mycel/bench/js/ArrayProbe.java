package io.mycel.bench.js;

import io.mycel.api.rpc.NdArray;
import io.mycel.bench.load.Samples;
import io.mycel.bench.row.Figure;
import java.util.EnumMap;
import java.util.Map;

/** An array of 64 MB into a plugin, and one out of it beside a copy in Java. */
final class ArrayProbe implements Probe {
  private static final int MB = 1 << 20;
  private static final int BYTES = 64 * MB;
  private static final int CALLS = 3000;
  private static final int REPETITIONS = 30;
  private static final String SCRIPT =
      """
      let made = null;
      api.export({
        async make(items) {
          const _rvalue = new Float32Array(items);
          _rvalue[items - 1] = 7;
          made = { _rtype: 'ndarray', _rvalue, _rshape: [items], _rdtype: 'float32' };
        },
        async into(array) { return (array._rvalue ?? array.data).length },
        async out() { return made },
      });
      """;

  @Override
  public Map<Figure, Double> measure(Scale scale) throws Exception {
    int items = Math.max(1, scale.count(BYTES) / Float.BYTES);
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    try (InJvm plugin = new InJvm(SCRIPT)) {
      figures.put(Figure.MILLIS_IN, in(plugin, items, scale.count(CALLS)).micros(0.5) / 1000);
      plugin.call("make", items);
      out(plugin, items, scale.count(REPETITIONS), figures);
    }
    return figures;
  }

  private static Samples in(InJvm plugin, int items, int calls) throws Exception {
    Samples in = new Samples();
    NdArray array = NdArray.of(new float[items]);
    for (int i = 0; i < 2 * calls; i++) {
      long begun = System.nanoTime();
      Object length = plugin.call("into", array);
      add(in, i, calls, begun);
      check(items, length);
    }
    return in;
  }

  /**
   * Each array that comes out is followed by a copy of it into fresh memory: both meet the same
   * collections of the heap.
   */
  private static void out(InJvm plugin, int items, int repetitions, Map<Figure, Double> figures)
      throws Exception {
    Samples out = new Samples();
    Samples copies = new Samples();
    for (int i = 0; i < 2 * repetitions; i++) {
      long begun = System.nanoTime();
      NdArray back = (NdArray) plugin.call("out");
      add(out, i, repetitions, begun);
      check(items, back.shape()[0]);
      begun = System.nanoTime();
      byte[] copy = new byte[items * Float.BYTES];
      back.data().get(copy);
      add(copies, i, repetitions, begun);
      check(items * Float.BYTES, copy.length);
    }
    figures.put(Figure.MILLIS_OUT, out.micros(0.5) / 1000);
    figures.put(Figure.OUT_OVER_COPY, out.micros(0.5) / copies.micros(0.5));
  }

  /** The first ones are to warm up. */
  private static void add(Samples samples, int number, int warmUp, long begun) {
    if (number >= warmUp) {
      samples.add(System.nanoTime() - begun);
    }
  }

  private static void check(int wanted, Object length) {
    if (!Integer.valueOf(wanted).equals(length)) {
      throw new IllegalStateException("not " + wanted + " but " + length);
    }
  }
}
