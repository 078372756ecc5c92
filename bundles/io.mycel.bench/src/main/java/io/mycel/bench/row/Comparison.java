package io.mycel.bench.row;

import io.mycel.bench.server.ServerProcess;
import io.mycel.bench.server.StockClients;
import io.mycel.bench.server.UnavailableException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Measures rows on servers that take turns: in every round each server is started anew, and each
 * row is measured on one after the other, another first in each round, so that what disturbs the
 * machine disturbs all of them.
 */
public final class Comparison {

  /** What starts a server of one kind; each call may choose a port anew. */
  public interface Starter extends Supplier<ServerProcess.Recipe> {}

  private final Map<Peer, Starter> starters;
  private final StockClients clients;
  private final List<Row> rows;
  private final Timing timing;
  private final int rounds;
  private final Consumer<String> progress;

  /**
   * A comparison to be run.
   *
   * @param progress told what is being measured
   */
  public Comparison(
      Map<Peer, Starter> starters,
      StockClients clients,
      List<Row> rows,
      Timing timing,
      int rounds,
      Consumer<String> progress) {
    this.starters = new EnumMap<>(starters);
    this.clients = clients;
    this.rows = List.copyOf(rows);
    this.timing = timing;
    this.rounds = rounds;
    this.progress = progress;
  }

  /** Runs it all. */
  public Results run() throws InterruptedException {
    Results results = new Results();
    for (int round = 0; round < rounds; round++) {
      Map<Peer, Target> targets = new EnumMap<>(Peer.class);
      try {
        for (Map.Entry<Peer, Starter> each : starters.entrySet()) {
          progress.accept("starting " + each.getKey().label());
          Supplier<ServerProcess> start = () -> ServerProcess.start(each.getValue().get());
          targets.put(each.getKey(), new Target(each.getKey(), start.get(), start, clients));
        }
        for (Row row : rows) {
          for (Target target : turns(targets, round)) {
            if (row.peers().contains(target.peer())) {
              progress.accept(
                  "round %d of %d: %s %s"
                      .formatted(round + 1, rounds, row.name(), target.peer().label()));
              measure(row, target, results);
            }
          }
        }
      } finally {
        targets.values().forEach(target -> target.server().close());
      }
    }
    return results;
  }

  private static List<Target> turns(Map<Peer, Target> targets, int round) {
    List<Target> turns = new ArrayList<>(targets.values());
    Collections.rotate(turns, round);
    return turns;
  }

  private void measure(Row row, Target target, Results results) throws InterruptedException {
    try {
      results.add(row, target.peer(), row.measure(target, timing));
    } catch (InterruptedException e) {
      throw e;
    } catch (UnavailableException e) {
      results.skip(row, e.getMessage());
    } catch (Exception e) {
      String died = target.server().isAlive() ? "" : " (the server is dead)";
      results.add(row, target.peer(), Sample.failed(e + died));
    }
  }
}
