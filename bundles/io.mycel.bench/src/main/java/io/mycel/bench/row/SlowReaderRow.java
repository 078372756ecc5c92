package io.mycel.bench.row;

import io.mycel.bench.load.Generation;
import io.mycel.bench.load.LoadClient;
import io.mycel.bench.load.Payload;
import io.mycel.bench.load.PreparedCall;
import io.mycel.bench.load.Repetition;
import io.mycel.bench.load.Samples;
import io.mycel.bench.load.Tally;
import io.mycel.bench.net.Loop;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What it does to all others that one client reads 1 KB a second while another sends it more: calls
 * are measured while it reads slowly, and while it reads as fast as it can, in turns.
 */
record SlowReaderRow(String name, String title, int callers, List<Wish> wishes) implements Row {
  private static final int FLOOD_BYTES = 20 << 20;
  private static final int MESSAGE_BYTES = 16 << 10;
  private static final int EVERY_MILLIS = 10;
  private static final int SIP_BYTES = 102;
  private static final int SIP_MILLIS = 100;
  private static final int SMALL_BUFFER = 4096;
  private static final List<Boolean> SLOW = List.of(false, true, true, false);

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
      Samples fast = new Samples();
      Samples slow = new Samples();
      Meter meter = new Meter(target.server());
      Tally last = new Tally();
      long errors = 0;
      for (boolean isSlow : SLOW) {
        last = phase(cluster, calls, isSlow, timing.measuredMillis() / 2);
        (isSlow ? slow : fast).addAll(last.latencies());
        errors += last.errors();
      }
      Map<Figure, Double> figures = meter.stop(fast.size() + slow.size());
      figures.put(Figure.P50, slow.micros(0.5));
      figures.put(Figure.P99, slow.micros(0.99));
      figures.put(Figure.SLOW_OVER_FAST, slow.micros(0.99) / fast.micros(0.99));
      return new Sample(figures, errors, last.firstError());
    }
  }

  private static Tally phase(Cluster cluster, List<PreparedCall> calls, boolean slow, long millis)
      throws Exception {
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    try (Loop aside = new Loop("slow-reader")) {
      LoadClient reader = Cluster.get(cluster.joining(aside, "reader", slow ? SMALL_BUFFER : 0));
      LoadClient sender = Cluster.get(cluster.joining(aside, "sender", 0));
      if (slow) {
        aside.execute(() -> reader.link().reading(false));
        Runnable sip = () -> reader.link().sip(SIP_BYTES);
        timer.scheduleAtFixedRate(() -> aside.execute(sip), 0, SIP_MILLIS, TimeUnit.MILLISECONDS);
      }
      ByteBuffer data = ByteBuffer.allocateDirect(MESSAGE_BYTES);
      Runnable send = () -> sender.emit("bench-load", reader.address(), data);
      for (int i = 0; i < FLOOD_BYTES / MESSAGE_BYTES; i++) {
        aside.execute(send);
      }
      // The flood itself is no part of what is measured.
      Cluster.get(Repetition.run(cluster.calling(), calls, millis / 2));
      timer.scheduleAtFixedRate(() -> aside.execute(send), 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
      return Cluster.get(Repetition.run(cluster.calling(), calls, millis));
    } finally {
      timer.shutdownNow();
    }
  }
}
