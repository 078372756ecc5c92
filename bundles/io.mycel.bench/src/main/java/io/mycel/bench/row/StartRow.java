package io.mycel.bench.row;

import io.mycel.bench.load.Generation;
import io.mycel.bench.load.LoadClient;
import io.mycel.bench.load.Payload;
import io.mycel.bench.load.Repetition;
import io.mycel.bench.load.Tally;
import io.mycel.bench.server.ServerProcess;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** From the start of a server's process to the answer to the first call through it. */
record StartRow(String name, String title, List<Wish> wishes) implements Row {

  @Override
  public Set<Peer> peers() {
    return Set.of(Peer.values());
  }

  @Override
  public Sample measure(Target target, Timing timing) throws Exception {
    long begun = System.nanoTime();
    try (ServerProcess fresh = target.another().get();
        Cluster cluster = Cluster.open(target.on(fresh), Generation.B)) {
      LoadClient caller = cluster.join("caller");
      var call = Cluster.get(caller.prepare(cluster.provider().address(), Payload.echo(16)));
      Tally first = Cluster.get(Repetition.run(cluster.calling(), List.of(call), 0));
      Map<Figure, Double> figures = new EnumMap<>(Figure.class);
      figures.put(Figure.SECONDS, (System.nanoTime() - begun) / 1e9);
      return new Sample(figures, first.errors(), first.firstError());
    }
  }
}
