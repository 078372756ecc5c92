package io.mycel.bench.row;

import io.mycel.bench.server.StockClients;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Random bytes from one unmodified client to another, through a server that has been warmed up by
 * such transfers, as the servers of all rows of calls are: the median of some.
 */
record StockRow(String name, StockClients.Language language, int bytes, List<Wish> wishes)
    implements Row {
  private static final int WARM_UP = 3;
  private static final int MEASURED = 3;

  @Override
  public String title() {
    return String.format(Locale.ROOT, "%d MiB of random data one way, stock clients", bytes >> 20);
  }

  @Override
  public Set<Peer> peers() {
    return EnumSet.of(Peer.MYCEL, Peer.HYPHA);
  }

  @Override
  public Sample measure(Target target, Timing timing) throws Exception {
    StockClients.Transfer first = transfer(target, timing);
    for (int i = 1; i < timing.count(WARM_UP); i++) {
      transfer(target, timing);
    }
    List<StockClients.Transfer> all = new ArrayList<>();
    Meter meter = new Meter(target.server());
    for (int i = 0; i < timing.count(MEASURED); i++) {
      all.add(transfer(target, timing));
    }
    Map<Figure, Double> figures = new EnumMap<>(meter.stop(all.size()));
    // The processors are busy with the clients, which are no others.
    figures.remove(Figure.OTHERS);
    figures.put(Figure.SECONDS, median(all, StockClients.Transfer::seconds));
    figures.put(Figure.CALLER_SECONDS, median(all, StockClients.Transfer::callerSeconds));
    figures.put(Figure.PROVIDER_SECONDS, median(all, StockClients.Transfer::providerSeconds));
    String note = String.format(Locale.ROOT, "the first took %.2f s", first.seconds());
    return new Sample(figures, 0, note);
  }

  private static double median(
      List<StockClients.Transfer> all, ToDoubleFunction<StockClients.Transfer> figure) {
    return Spread.of(all.stream().map(figure::applyAsDouble).toList()).median();
  }

  private StockClients.Transfer transfer(Target target, Timing timing) throws Exception {
    return target.clients().sendOneWay(language, target.server().url(), timing.count(bytes));
  }
}
