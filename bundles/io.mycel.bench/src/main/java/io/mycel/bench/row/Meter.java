package io.mycel.bench.row;

import io.mycel.bench.load.Lane;
import io.mycel.bench.load.Repetition;
import io.mycel.bench.load.Tally;
import io.mycel.bench.net.Loop;
import io.mycel.bench.server.Machine;
import io.mycel.bench.server.ProcessUsage;
import io.mycel.bench.server.ServerProcess;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The processor time that a server takes while something is measured. */
final class Meter {
  private final ServerProcess server;
  private final Optional<ProcessUsage> before;
  private final Machine.Load load = Machine.load();

  /** Begins. */
  Meter(ServerProcess server) {
    this.server = server;
    this.before = server.usage();
  }

  /** Warms up, then measures lanes that are kept busy. */
  static Sample run(Target target, Timing timing, Loop loop, List<? extends Lane> lanes)
      throws Exception {
    Cluster.get(Repetition.run(loop, lanes, timing.warmUpMillis()));
    Meter meter = new Meter(target.server());
    return meter.stop(Cluster.get(Repetition.run(loop, lanes, timing.measuredMillis())));
  }

  /** By how much the server's resident memory has grown so far; NaN where nobody tells. */
  double grownBytes() {
    Optional<ProcessUsage> now = server.usage();
    return before.isPresent() && now.isPresent()
        ? now.get().residentBytes() - before.get().residentBytes()
        : Double.NaN;
  }

  /** Ends: the server's figures, where the system tells them, for so many calls. */
  Map<Figure, Double> stop(long calls) {
    Optional<ProcessUsage> after = server.usage();
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    if (before.isPresent() && after.isPresent() && calls > 0) {
      double seconds = after.get().cpuSeconds() - before.get().cpuSeconds();
      figures.put(Figure.CPU, seconds * 1e6 / calls);
      Machine.load().othersSince(load, seconds).ifPresent(n -> figures.put(Figure.OTHERS, n));
    }
    after.ifPresent(usage -> figures.put(Figure.RSS, usage.residentBytes() / 1048576.0));
    return figures;
  }

  /** Ends: all figures of a run. */
  Sample stop(Tally tally) {
    Map<Figure, Double> figures = stop(tally.count());
    figures.put(Figure.RATE, tally.rate());
    figures.put(Figure.P50, tally.latencies().micros(0.5));
    figures.put(Figure.P99, tally.latencies().micros(0.99));
    return new Sample(figures, tally.errors(), tally.firstError());
  }
}
