package io.mycel.bench.row;

import io.mycel.bench.load.Generation;
import io.mycel.bench.server.ServerProcess;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Clients that connect with the whole handshake of a stock client. A server is measured warm, as in
 * every other row: as many have connected before. The cold row shows what a server takes for the
 * first it ever sees, most of which a JVM spends on compiling its own code.
 *
 * @param cold whether the server has just been started
 */
record ConnectRow(
    String name, String title, int clients, int atOneTime, boolean cold, List<Wish> wishes)
    implements Row {

  @Override
  public Set<Peer> peers() {
    return EnumSet.of(Peer.MYCEL, Peer.HYPHA);
  }

  @Override
  public Sample measure(Target target, Timing timing) throws Exception {
    if (!cold) {
      try (Cluster cluster = Cluster.open(target, Generation.B)) {
        Handshakes.run(cluster, timing.count(clients), atOneTime).close();
        return measure(cluster, target.server(), timing);
      }
    }
    try (ServerProcess fresh = target.another().get();
        Cluster cluster = Cluster.open(target.on(fresh), Generation.B)) {
      return measure(cluster, fresh, timing);
    }
  }

  private Sample measure(Cluster cluster, ServerProcess server, Timing timing) throws Exception {
    Meter meter = new Meter(server);
    Handshakes run = Handshakes.run(cluster, timing.count(clients), atOneTime);
    Sample sample = run.sample(meter.stop(run.count()));
    run.close();
    return sample;
  }
}
