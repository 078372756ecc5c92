package io.mycel.bench.row;

import io.mycel.bench.load.Samples;
import io.mycel.bench.server.ServerProcess;
import io.mycel.bench.soak.Jvm;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Installs plugins in JavaScript, one after the other, over HTTP, from the request until the plugin
 * is active: the median of those after some that warm the engine and go. And the heap that each
 * takes.
 */
record JsStartRow(String name, String title, int plugins, List<Wish> wishes) implements Row {
  /** Until then the compiler for JavaScript is itself still being compiled. */
  private static final int WARM_UP = 300;

  private static final String SCRIPT =
      """
      class Plugin {
        async setup() { this.count = 0; }
        async add(a, b) { this.count++; return a + b; }
      }
      api.export(new Plugin());
      """;

  @Override
  public Set<Peer> peers() {
    return Set.of(Peer.MYCEL);
  }

  @Override
  public Sample measure(Target target, Timing timing) throws Exception {
    try (ServerProcess fresh = target.another().get()) {
      PluginHost host = new PluginHost(fresh);
      for (int i = 0; i < timing.count(WARM_UP); i++) {
        host.installScript(host.script("Warm up " + i, "0.1.0", SCRIPT));
        host.remove("Warm up " + i);
      }
      Rest.of(fresh.pid());
      long before = new Jvm(fresh.pid()).collect().liveBytes();
      int count = timing.count(plugins);
      Samples samples = new Samples();
      for (int i = 0; i < count; i++) {
        Path file = host.script("Plugin " + i, "0.1.0", SCRIPT);
        long begun = System.nanoTime();
        host.installScript(file);
        samples.add(System.nanoTime() - begun);
      }
      long after = new Jvm(fresh.pid()).collect().liveBytes();
      Map<Figure, Double> figures = new EnumMap<>(Figure.class);
      figures.put(Figure.SECONDS, samples.micros(0.5) / 1e6);
      // Of a few plugins it is lost in what else becomes garbage meanwhile.
      figures.put(Figure.PLUGIN_KIB, Math.max(0.001, (after - before) / 1024.0 / count));
      return new Sample(figures, 0, "");
    }
  }
}
