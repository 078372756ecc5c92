package io.mycel.bench.row;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All samples of a comparison. */
public final class Results {
  private final Map<Row, Map<Peer, List<Sample>>> samples = new LinkedHashMap<>();
  private final Map<Row, String> skipped = new LinkedHashMap<>();

  /** Notes why a row is not measured. */
  public void skip(Row row, String why) {
    skipped.put(row, why);
  }

  /** The rows that were not measured, and why. */
  public Map<Row, String> skipped() {
    return Map.copyOf(skipped);
  }

  /** Adds one run. */
  public void add(Row row, Peer peer, Sample sample) {
    samples
        .computeIfAbsent(row, r -> new EnumMap<>(Peer.class))
        .computeIfAbsent(peer, p -> new ArrayList<>())
        .add(sample);
  }

  /** The rows that were measured. */
  public List<Row> rows() {
    return List.copyOf(samples.keySet());
  }

  /** All runs of a row on a server; empty if there was none. */
  public List<Sample> of(Row row, Peer peer) {
    return samples.getOrDefault(row, Map.of()).getOrDefault(peer, List.of());
  }

  /** What a figure was over all runs that have it. */
  public Spread spread(Row row, Peer peer, Figure figure) {
    return Spread.of(
        of(row, peer).stream()
            .map(sample -> sample.figures().get(figure))
            .filter(value -> value != null && !value.isNaN())
            .toList());
  }

  /** The server's figure that a wish is about, or its ratio to that of another; NaN if unknown. */
  public double value(Row row, Wish wish) {
    double own = spread(row, Peer.MYCEL, wish.figure()).median();
    return wish.other() == null ? own : own / spread(row, wish.other(), wish.figure()).median();
  }
}
