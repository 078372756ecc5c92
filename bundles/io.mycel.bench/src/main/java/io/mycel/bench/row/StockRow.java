package io.mycel.bench.row;

import io.mycel.bench.server.StockClients;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Random bytes from one unmodified client to another, through a server that has been warmed up by
 * one such transfer, as the servers of all rows of calls are.
 */
record StockRow(String name, StockClients.Language language, int bytes, List<Wish> wishes)
    implements Row {

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
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    StockClients.Transfer first = transfer(target, timing);
    Meter meter = new Meter(target.server());
    StockClients.Transfer transfer = transfer(target, timing);
    figures.putAll(meter.stop(1));
    // The processors are busy with the clients, which are no others.
    figures.remove(Figure.OTHERS);
    figures.put(Figure.SECONDS, transfer.seconds());
    figures.put(Figure.CALLER_SECONDS, transfer.callerSeconds());
    figures.put(Figure.PROVIDER_SECONDS, transfer.providerSeconds());
    String note = String.format(Locale.ROOT, "the first took %.2f s", first.seconds());
    return new Sample(figures, 0, note);
  }

  private StockClients.Transfer transfer(Target target, Timing timing) throws Exception {
    return target.clients().sendOneWay(language, target.server().url(), timing.count(bytes));
  }
}
