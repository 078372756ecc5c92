package io.mycel.bench.row;

import io.mycel.bench.load.Generation;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Clients that connect with the whole handshake of a stock client, on a server that is warm. */
record ConnectRow(String name, String title, int clients, int atOneTime, List<Wish> wishes)
    implements Row {
  private static final int WARM_UP = 50;

  @Override
  public Set<Peer> peers() {
    return EnumSet.of(Peer.MYCEL, Peer.HYPHA);
  }

  @Override
  public Sample measure(Target target, Timing timing) throws Exception {
    try (Cluster cluster = Cluster.open(target, Generation.B)) {
      Handshakes.run(cluster, timing.count(WARM_UP), atOneTime).close();
      Meter meter = new Meter(target.server());
      Handshakes run = Handshakes.run(cluster, timing.count(clients), atOneTime);
      Sample sample = run.sample(meter.stop(run.count()));
      run.close();
      return sample;
    }
  }
}
