package io.mycel.bench.row;

import io.mycel.bench.server.ServerProcess;
import io.mycel.bench.soak.Jvm;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * How much longer a server takes from its start until all of its plugins run than one without
 * plugins does until it answers, and how much heap each of them holds. The plugins are collections:
 * each is a bundle, a client of the hub and a service, and has nothing else.
 */
record InstalledPluginsRow(String name, String title, int plugins, List<Wish> wishes)
    implements Row {
  private static final long PATIENCE_SECONDS = 60;

  /** Starts differ by more than this by themselves: with few plugins one may even seem shorter. */
  private static final double LEAST_SECONDS = 0.001;

  /** A server that was started again. */
  private record Started(ServerProcess server, double seconds) {}

  @Override
  public Set<Peer> peers() {
    return Set.of(Peer.MYCEL);
  }

  @Override
  public Sample measure(Target target, Timing timing) throws Exception {
    int count = timing.count(plugins);
    ServerProcess server = target.another().get();
    try {
      Started empty = restart(server, 0);
      server = empty.server();
      long without = new Jvm(server.pid()).collect().liveBytes();
      PluginHost host = new PluginHost(server);
      for (int i = 0; i < count; i++) {
        host.install("Plugin " + i);
      }
      Started full = restart(server, count);
      server = full.server();
      long with = new Jvm(server.pid()).collect().liveBytes();
      Map<Figure, Double> figures = new EnumMap<>(Figure.class);
      figures.put(Figure.SECONDS, Math.max(LEAST_SECONDS, full.seconds() - empty.seconds()));
      figures.put(Figure.PLUGIN_KIB, (with - without) / 1024.0 / count);
      return new Sample(figures, 0, "");
    } finally {
      server.close();
    }
  }

  private static Started restart(ServerProcess before, int plugins) throws Exception {
    before.stop();
    long begun = System.nanoTime();
    ServerProcess server = before.restart();
    PluginHost host = new PluginHost(server);
    while (host.active() < plugins) {
      if (System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
        throw new IOException(
            host.active() + " of " + plugins + " plugins run after " + PATIENCE_SECONDS + " s");
      }
    }
    return new Started(server, (System.nanoTime() - begun) / 1e9);
  }
}
