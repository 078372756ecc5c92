package io.mycel.bench.row;

import io.mycel.bench.load.Generation;
import io.mycel.bench.load.LoadClient;
import io.mycel.bench.load.Payload;
import io.mycel.bench.load.PreparedCall;
import io.mycel.bench.load.Repetition;
import io.mycel.bench.load.Samples;
import io.mycel.bench.load.Tally;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What it does to all others that one client reads 1 KB a second while another sends it more: calls
 * are measured while it reads as fast as it can (F) and while it reads slowly (S), in blocks F S S
 * F. A block is short, so that what disturbs the machine for longer disturbs both halves of it
 * alike; its ratio is that of the two p99, and the median of many blocks is what counts. How much
 * the p99 of the two F of a block differ tells what a ratio of one block is worth.
 */
record SlowReaderRow(String name, String title, int callers, int blocks, List<Wish> wishes)
    implements Row {
  private static final List<Boolean> BLOCK = List.of(false, true, true, false);
  private static final long SETTLE_MILLIS = 250;
  private static final int PHASES_A_MEASUREMENT = 8;

  @Override
  public Set<Peer> peers() {
    return EnumSet.of(Peer.MYCEL, Peer.HYPHA);
  }

  @Override
  public Sample measure(Target target, Timing timing) throws Exception {
    try (Cluster cluster = Cluster.open(target, Generation.B)) {
      List<PreparedCall> calls = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        LoadClient caller = cluster.join("caller");
        calls.add(Cluster.get(caller.prepare(cluster.provider().address(), Payload.echo(16))));
      }
      Cluster.get(Repetition.run(cluster.calling(), calls, timing.warmUpMillis()));
      Run run = new Run(cluster, calls, timing);
      Meter meter = new Meter(target.server());
      for (int i = 0; i < timing.count(blocks); i++) {
        run.block();
      }
      Map<Figure, Double> figures = meter.stop(run.allSlow.size());
      // The processor time is that of the bystanders as well.
      figures.remove(Figure.CPU);
      figures.put(Figure.P50, run.allSlow.micros(0.5));
      figures.put(Figure.P99, run.allSlow.micros(0.99));
      figures.put(Figure.SLOW_OVER_FAST, Spread.of(run.ratios).median());
      figures.put(Figure.FAST_OVER_FAST, Spread.of(run.noise).median());
      return new Sample(figures, run.errors, run.firstError);
    }
  }

  /** What the blocks of one measurement gave. */
  private static final class Run {
    private final Cluster cluster;
    private final List<PreparedCall> calls;
    private final long phaseMillis;
    private final Samples allSlow = new Samples();
    private final List<Double> ratios = new ArrayList<>();
    private final List<Double> noise = new ArrayList<>();
    private long errors;
    private String firstError = "";

    Run(Cluster cluster, List<PreparedCall> calls, Timing timing) {
      this.cluster = cluster;
      this.calls = calls;
      this.phaseMillis = Math.max(1, timing.measuredMillis() / PHASES_A_MEASUREMENT);
    }

    void block() throws Exception {
      Samples slow = new Samples();
      Samples fast = new Samples();
      List<Double> fastOnes = new ArrayList<>();
      for (boolean isSlow : BLOCK) {
        Samples phase = phase(isSlow);
        (isSlow ? slow : fast).addAll(phase);
        if (!isSlow) {
          fastOnes.add(phase.micros(0.99));
        }
      }
      allSlow.addAll(slow);
      ratios.add(slow.micros(0.99) / fast.micros(0.99));
      Spread ends = Spread.of(fastOnes);
      noise.add(ends.max() / ends.min());
    }

    private Samples phase(boolean slow) throws Exception {
      try (Bystanders aside = new Bystanders(cluster, slow)) {
        // The flood itself is no part of what is measured.
        Cluster.get(Repetition.run(cluster.calling(), calls, Math.min(SETTLE_MILLIS, phaseMillis)));
        Tally phase = Cluster.get(Repetition.run(cluster.calling(), calls, phaseMillis));
        failed(phase.errors(), phase.firstError());
        failed(aside.areConnected() ? 0 : 1, "the slow reader or who sends to it was dropped");
        return phase.latencies();
      }
    }

    private void failed(long count, String why) {
      if (count > 0 && errors == 0) {
        firstError = why;
      }
      errors += count;
    }
  }
}
