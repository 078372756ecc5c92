package io.mycel.bench.row;

import io.mycel.bench.load.Generation;
import io.mycel.bench.load.LoadClient;
import io.mycel.bench.load.Login;
import io.mycel.bench.load.Pace;
import io.mycel.bench.load.Payload;
import io.mycel.bench.load.PreparedCall;
import io.mycel.bench.load.Samples;
import io.mycel.bench.load.Tally;
import io.mycel.bench.net.Loop;
import io.mycel.bench.plugin.EchoBundle;
import io.mycel.bench.server.ServerProcess;
import io.mycel.bench.soak.Jvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Calls a plugin in Java at a steady rate while one version of it takes over from the other, again
 * and again, and for as long without that. The first updates, which find the server's code cold,
 * are not among those that count. A class loader of a version that is no more counts as an error.
 */
record PluginUpdateRow(String name, String title, int updates, int callsASecond, List<Wish> wishes)
    implements Row {
  private static final int WARM_UP = 20;
  private static final int LANES = 256;
  private static final int BYTES = 16;
  private static final int COLLECTIONS = 10;
  private static final long MILLIS_FOR_EACH = 100;
  private static final String ADDRESS = "public/" + EchoBundle.NAME;

  @Override
  public Set<Peer> peers() {
    return Set.of(Peer.MYCEL);
  }

  @Override
  public Sample measure(Target target, Timing timing) throws Exception {
    try (ServerProcess fresh = target.another().get();
        Loop loop = new Loop("callers")) {
      Versions versions = new Versions(fresh);
      versions.next();
      Login login = Login.alone(fresh.url(), Generation.B, "caller-of-plugins");
      LoadClient caller = Cluster.get(LoadClient.connect(loop, login));
      List<PreparedCall> calls = new ArrayList<>();
      for (int i = 0; i < LANES; i++) {
        calls.add(Cluster.get(caller.prepare(ADDRESS, Payload.echo(BYTES))));
      }
      Run run = new Run(loop, calls, callsASecond, versions);
      run.phase(timing.count(WARM_UP), true);
      long loaders = new Jvm(fresh.pid()).collect().loaders();
      int count = timing.count(updates);
      Tally without = run.phase(count, false);
      Meter meter = new Meter(fresh);
      Tally with = run.phase(count, true);
      Map<Figure, Double> figures = meter.stop(with).figures();
      long left = left(new Jvm(fresh.pid()), loaders);
      figures.put(Figure.WORST, worst(with.latencies()));
      figures.put(Figure.WORST_WITHOUT, worst(without.latencies()));
      figures.put(Figure.UPDATE_MILLIS, versions.nanos / 1e6 / count);
      if (left > 0) {
        return new Sample(figures, left, left + " class loaders of old versions are still there");
      }
      long errors = with.errors() + without.errors();
      String first = with.errors() > 0 ? with.firstError() : without.firstError();
      return new Sample(figures, errors, first);
    }
  }

  /** How many class loaders there are more than before; what goes may take a moment. */
  private static long left(Jvm jvm, long before) throws Exception {
    long left = jvm.collect().loaders() - before;
    for (int i = 1; i < COLLECTIONS && left > 0; i++) {
      left = jvm.collect().loaders() - before;
    }
    return left;
  }

  private static double worst(Samples latencies) {
    return latencies.micros(1);
  }

  /** One version of the plugin after the other. */
  private static final class Versions {
    private final PluginHost host;
    private final Path file;
    private int version;
    private long nanos;

    Versions(ServerProcess server) throws Exception {
      host = new PluginHost(server);
      file = server.folder().resolve("echo.jar");
    }

    void next() throws Exception {
      String next = "1.0." + version++;
      EchoBundle.write(file, next);
      long begun = System.nanoTime();
      String answer = host.install(file);
      nanos += System.nanoTime() - begun;
      if (!answer.contains('"' + next + '"') || !answer.contains("\"active\"")) {
        throw new IllegalStateException("version " + next + " has not taken over: " + answer);
      }
    }
  }

  /** The calls, and beside them what is done to the plugin. */
  private record Run(Loop loop, List<PreparedCall> calls, int callsASecond, Versions versions) {

    /** So many updates, or as long without. */
    Tally phase(int count, boolean updating) throws Exception {
      versions.nanos = 0;
      Pace pace = Pace.start(loop, calls, callsASecond);
      try {
        long begun = System.nanoTime();
        for (int i = 1; i <= count; i++) {
          if (updating) {
            versions.next();
          }
          long end = begun + TimeUnit.MILLISECONDS.toNanos(i * MILLIS_FOR_EACH);
          TimeUnit.NANOSECONDS.sleep(end - System.nanoTime());
        }
      } finally {
        pace.stop();
      }
      return Cluster.get(pace.stop());
    }
  }
}
