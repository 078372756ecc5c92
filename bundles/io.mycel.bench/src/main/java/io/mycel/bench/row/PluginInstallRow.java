package io.mycel.bench.row;

import io.mycel.bench.server.ServerProcess;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Installs plugin files from the disk, one after the other, over HTTP. What counts is the median of
 * many, after some that are not counted, from the moment when the server has the request until the
 * plugin's bundle is resolved and the profile written; beside it, until the answer is there, which
 * says that the plugin is active, and how long that took for the first one after the start.
 */
record PluginInstallRow(String name, String title, int plugins, List<Wish> wishes) implements Row {
  private static final int WARM_UP = 150;

  @Override
  public Set<Peer> peers() {
    return Set.of(Peer.MYCEL);
  }

  @Override
  public Sample measure(Target target, Timing timing) throws Exception {
    try (ServerProcess fresh = target.another().get()) {
      PluginHost host = new PluginHost(fresh);
      Map<Figure, Double> figures = new EnumMap<>(Figure.class);
      figures.put(Figure.COLD_SECONDS, seconds(host, "Plugin"));
      for (int i = 0; i < timing.count(WARM_UP); i++) {
        host.install("Warm up " + i);
      }
      Rest.of(fresh.pid());
      List<Double> resolved = new ArrayList<>();
      List<Double> answered = new ArrayList<>();
      for (int i = 0; i < timing.count(plugins); i++) {
        double before = host.installSeconds();
        answered.add(seconds(host, "Plugin " + i));
        resolved.add(host.installSeconds() - before);
      }
      figures.put(Figure.SECONDS, Spread.of(resolved).median());
      figures.put(Figure.ANSWERED_SECONDS, Spread.of(answered).median());
      return new Sample(figures, 0, "");
    }
  }

  private static double seconds(PluginHost host, String plugin) throws Exception {
    long begun = System.nanoTime();
    host.install(plugin);
    return (System.nanoTime() - begun) / 1e9;
  }
}
