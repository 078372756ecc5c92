package io.mycel.bench.row;

import io.mycel.bench.server.ProcessUsage;
import io.mycel.bench.server.ServerProcess;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The memory of a server that has started and has no clients. */
record IdleRow(String name, String title, List<Wish> wishes) implements Row {
  private static final int HOLD_MILLIS = 2000;

  @Override
  public Set<Peer> peers() {
    return Set.of(Peer.values());
  }

  @Override
  public Sample measure(Target target, Timing timing) throws Exception {
    try (ServerProcess fresh = target.another().get()) {
      TimeUnit.MILLISECONDS.sleep(timing.count(HOLD_MILLIS));
      Map<Figure, Double> figures = new EnumMap<>(Figure.class);
      fresh
          .usage()
          .map(ProcessUsage::residentBytes)
          .ifPresent(b -> figures.put(Figure.RSS, b / 1048576.0));
      return new Sample(figures, 0, "");
    }
  }
}
