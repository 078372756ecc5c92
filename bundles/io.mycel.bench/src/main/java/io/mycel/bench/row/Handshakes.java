package io.mycel.bench.row;

import io.mycel.bench.load.LoadClient;
import io.mycel.bench.load.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Connects a number of clients, some of them at one time, and keeps them. On one loop. */
final class Handshakes {
  private final Cluster cluster;
  private final int wanted;
  private final long begun = System.nanoTime();
  private final List<LoadClient> clients = new ArrayList<>();
  private final List<Long> ends = new ArrayList<>();
  private final Samples latencies = new Samples();
  private final CompletableFuture<Handshakes> done = new CompletableFuture<>();
  private int started;
  private int errors;
  private String firstError = "";

  private Handshakes(Cluster cluster, int wanted) {
    this.cluster = cluster;
    this.wanted = wanted;
  }

  /** Connects so many clients. */
  static Handshakes run(Cluster cluster, int wanted, int atOneTime) throws Exception {
    Handshakes run = new Handshakes(cluster, wanted);
    cluster
        .calling()
        .execute(
            () -> {
              for (int i = 0; i < Math.min(wanted, atOneTime); i++) {
                run.next();
              }
            });
    return run.done.get(10, java.util.concurrent.TimeUnit.MINUTES);
  }

  private void next() {
    if (started == wanted) {
      return;
    }
    started++;
    long from = System.nanoTime();
    cluster.joining("idle").whenComplete((client, failure) -> ended(client, failure, from));
  }

  private void ended(LoadClient client, Throwable failure, long from) {
    long now = System.nanoTime();
    ends.add(now);
    if (failure == null) {
      clients.add(client);
      latencies.add(now - from);
    } else if (errors++ == 0) {
      firstError = String.valueOf(failure.getMessage());
    }
    if (ends.size() == wanted) {
      done.complete(this);
    } else {
      next();
    }
  }

  /** Clients that are connected. */
  int count() {
    return clients.size();
  }

  /** Clients that could not connect, or were dropped since. */
  Sample sample(java.util.Map<Figure, Double> figures) {
    long lost = clients.stream().filter(client -> client.closed().isDone()).count();
    figures.put(Figure.RATE, rate(0, wanted));
    figures.put(Figure.P50, latencies.micros(0.5));
    figures.put(Figure.P99, latencies.micros(0.99));
    return new Sample(figures, errors + lost, lost > 0 ? lost + " were dropped" : firstError);
  }

  /** How many ended in a second, from one to before another. */
  double rate(int from, int to) {
    long begin = from == 0 ? begun : ends.get(from - 1);
    return (to - from) * 1e9 / (ends.get(to - 1) - begin);
  }

  /** Closes them all. */
  void close() throws Exception {
    List<CompletableFuture<String>> closing = clients.stream().map(LoadClient::close).toList();
    Cluster.get(CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new)));
  }
}
