package io.mycel.bench.row;

import io.mycel.bench.server.ServerProcess;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Installs plugin files from the disk, one after the other, over HTTP: from the request until the
 * plugin's bundle is resolved and the profile written.
 */
record PluginInstallRow(String name, String title, int plugins, List<Wish> wishes) implements Row {
  private static final int WARM_UP = 20;

  @Override
  public Set<Peer> peers() {
    return Set.of(Peer.MYCEL);
  }

  @Override
  public Sample measure(Target target, Timing timing) throws Exception {
    try (ServerProcess fresh = target.another().get()) {
      PluginHost host = new PluginHost(fresh);
      for (int i = 0; i < WARM_UP; i++) {
        host.install("Warm up " + i);
      }
      int count = timing.count(plugins);
      long begun = System.nanoTime();
      for (int i = 0; i < count; i++) {
        host.install("Plugin " + i);
      }
      Map<Figure, Double> figures = new EnumMap<>(Figure.class);
      figures.put(Figure.SECONDS, (System.nanoTime() - begun) / 1e9 / count);
      return new Sample(figures, 0, "");
    }
  }
}
