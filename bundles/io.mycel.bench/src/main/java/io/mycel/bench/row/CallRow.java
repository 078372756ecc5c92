package io.mycel.bench.row;

import io.mycel.bench.load.Generation;
import io.mycel.bench.load.LoadClient;
import io.mycel.bench.load.Payload;
import io.mycel.bench.load.PreparedCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Clients that call the echo service of another.
 *
 * @param callers how many clients call
 * @param outstanding calls on their way at one time, for each of them
 * @param payload what they send
 * @param generation whose protocol all speak
 */
record CallRow(
    String name,
    String title,
    int callers,
    int outstanding,
    Payload payload,
    Generation generation,
    List<Wish> wishes)
    implements Row {

  @Override
  public Set<Peer> peers() {
    return generation == Generation.A ? Set.of(Peer.MYCEL) : Set.of(Peer.values());
  }

  @Override
  public Sample measure(Target target, Timing timing) throws Exception {
    try (Cluster cluster = Cluster.open(target, generation)) {
      List<PreparedCall> calls = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        LoadClient caller = cluster.join("caller");
        for (int k = 0; k < outstanding; k++) {
          calls.add(Cluster.get(caller.prepare(cluster.provider().address(), payload)));
        }
      }
      return Meter.run(target, timing, cluster.calling(), calls);
    }
  }
}
