package io.mycel.bench;

import io.mycel.bench.report.Report;
import io.mycel.bench.row.Comparison;
import io.mycel.bench.row.Peer;
import io.mycel.bench.row.Row;
import io.mycel.bench.row.Rows;
import io.mycel.bench.server.Recipes;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** {@code mycel bench}. */
final class BenchCommand {
  private final List<String> server;

  BenchCommand(List<String> server) {
    this.server = server;
  }

  int run(List<String> options, PrintStream out) throws InterruptedException {
    Options o = Options.parse(options);
    Map<Peer, Comparison.Starter> starters = new EnumMap<>(Peer.class);
    starters.put(Peer.MYCEL, () -> Recipes.mycel(server));
    starters.put(Peer.RELAY, Recipes::relay);
    starters.keySet().retainAll(o.peers());
    List<Row> rows =
        Rows.all().stream().filter(r -> o.only().isEmpty() || o.only().contains(r.name())).toList();
    Comparison comparison =
        new Comparison(
            starters, rows, o.timing(), o.rounds(), what -> System.err.println("bench: " + what));
    Report report = new Report(comparison.run());
    out.println(report.figures());
    out.println(report.wishes());
    out.print(report.failures());
    return report.failures().isEmpty() ? 0 : 1;
  }
}
