package io.mycel.bench.row;

import io.mycel.bench.load.Generation;
import io.mycel.bench.server.ServerProcess;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Clients that connect with the whole handshake of a stock client. What a JVM takes for the first
 * that it ever sees it spends on compiling its own code, so it is measured after different numbers
 * of them. Hypha compiles nothing, and slows down with every client that has been there: before it
 * is measured no more connect than are measured.
 *
 * @param before how many have connected before, and gone; 0 for a server that has just been started
 */
record ConnectRow(
    String name, String title, int clients, int atOneTime, int before, List<Wish> wishes)
    implements Row {

  @Override
  public Set<Peer> peers() {
    return EnumSet.of(Peer.MYCEL, Peer.HYPHA);
  }

  @Override
  public Sample measure(Target target, Timing timing) throws Exception {
    if (before > 0) {
      try (Cluster cluster = Cluster.open(target, Generation.B)) {
        int most = target.peer() == Peer.HYPHA ? Math.min(before, clients) : before;
        for (int left = timing.count(most); left > 0; left -= clients) {
          Handshakes.run(cluster, Math.min(left, clients), atOneTime).close();
        }
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
