package io.mycel.bench.row;

import io.mycel.bench.server.StockClients;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Random bytes from one unmodified client to another. */
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
    Meter meter = new Meter(target.server());
    StockClients.Transfer transfer =
        target.clients().sendOneWay(language, target.server().url(), timing.count(bytes));
    figures.putAll(meter.stop(1));
    // The processors are busy with the clients, which are no others.
    figures.remove(Figure.OTHERS);
    figures.put(Figure.SECONDS, transfer.seconds());
    figures.put(Figure.CALLER_SECONDS, transfer.callerSeconds());
    figures.put(Figure.PROVIDER_SECONDS, transfer.providerSeconds());
    return new Sample(figures, 0, "");
  }
}
