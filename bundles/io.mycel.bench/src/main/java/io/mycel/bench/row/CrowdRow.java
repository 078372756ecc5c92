package io.mycel.bench.row;

import io.mycel.bench.load.Generation;
import io.mycel.bench.server.ServerProcess;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Very many clients that connect to a fresh server and do nothing: whether the last connect as fast
 * as the first, and how much memory each takes.
 */
record CrowdRow(String name, String title, int clients, int atOneTime, List<Wish> wishes)
    implements Row {
  private static final int WARM_UP = 300;
  private static final long HOLD_MILLIS = 2000;

  @Override
  public Set<Peer> peers() {
    return Set.of(Peer.MYCEL); // Hypha takes longer with each: minutes
  }

  @Override
  public Sample measure(Target target, Timing timing) throws Exception {
    try (ServerProcess fresh = target.another().get();
        Cluster cluster = Cluster.open(target.on(fresh), Generation.B)) {
      Handshakes.run(cluster, timing.count(WARM_UP), atOneTime).close();
      Meter meter = new Meter(fresh);
      int wanted = timing.count(clients);
      Handshakes run = Handshakes.run(cluster, wanted, atOneTime);
      TimeUnit.MILLISECONDS.sleep(timing.count((int) HOLD_MILLIS));
      Map<Figure, Double> figures = meter.stop(run.count());
      double grown = meter.grownBytes();
      // a server that gives back more than a few clients take has grown by nothing
      figures.put(Figure.CLIENT_KIB, Math.max(0.001, grown / 1024 / run.count()));
      int tenth = Math.max(1, wanted / 10);
      double first = run.rate(0, tenth);
      figures.put(Figure.LAST_OVER_FIRST, run.rate(wanted - tenth, wanted) / first);
      Sample sample = run.sample(figures);
      run.close();
      return sample;
    }
  }
}
