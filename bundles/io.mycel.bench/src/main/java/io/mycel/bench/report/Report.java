package io.mycel.bench.report;

import io.mycel.bench.load.Json;
import io.mycel.bench.row.Figure;
import io.mycel.bench.row.Peer;
import io.mycel.bench.row.Results;
import io.mycel.bench.row.Row;
import io.mycel.bench.row.Sample;
import io.mycel.bench.row.Spread;
import io.mycel.bench.row.Wish;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The results for a person: what was measured, and what of it is as wanted. */
public final class Report {
  /** Those with a column of their own, or a line. */
  private static final Set<Figure> COLUMNS =
      EnumSet.of(
          Figure.RATE,
          Figure.SECONDS,
          Figure.P50,
          Figure.P99,
          Figure.CPU,
          Figure.RSS,
          Figure.OTHERS);

  private static final Set<Figure> SPECIAL = EnumSet.complementOf(EnumSet.copyOf(COLUMNS));

  private final Results results;

  /** A report on results. */
  public Report(Results results) {
    this.results = results;
  }

  /** The table of figures: medians, with the least and the most of the rounds. */
  public String figures() {
    TextTable table =
        new TextTable(
            2,
            "row",
            "server",
            "per second",
            "(min - max)",
            "p50",
            "p99",
            "CPU us",
            "RSS MiB",
            "errors",
            "more");
    for (Row row : results.rows()) {
      String name = row.name();
      for (Peer peer : Peer.values()) {
        List<Sample> samples = results.of(row, peer);
        if (!samples.isEmpty()) {
          table.add(line(row, name, peer, samples));
          name = "";
        }
      }
    }
    return table.text();
  }

  private List<String> line(Row row, String name, Peer peer, List<Sample> samples) {
    List<String> cells = new ArrayList<>(List.of(name, peer.label()));
    Spread seconds = results.spread(row, peer, Figure.SECONDS);
    Spread rate = results.spread(row, peer, Figure.RATE);
    boolean timed = seconds.isKnown();
    Spread first = timed ? seconds : rate;
    String unit = timed ? " s" : "";
    cells.add(number(first.median()) + (first.isKnown() ? unit : ""));
    cells.add(
        first.isKnown() ? "(" + number(first.min()) + " - " + number(first.max()) + ")" : "-");
    cells.add(duration(results.spread(row, peer, Figure.P50).median()));
    cells.add(duration(results.spread(row, peer, Figure.P99).median()));
    cells.add(number(results.spread(row, peer, Figure.CPU).median()));
    cells.add(number(results.spread(row, peer, Figure.RSS).median()));
    cells.add(Long.toString(samples.stream().mapToLong(Sample::errors).sum()));
    cells.add(more(row, peer));
    return cells;
  }

  private String more(Row row, Peer peer) {
    List<String> more = new ArrayList<>();
    for (Figure figure : SPECIAL) {
      Spread spread = results.spread(row, peer, figure);
      if (spread.isKnown()) {
        double median = spread.median();
        more.add(figure.label() + " " + (figure.isLatency() ? duration(median) : number(median)));
      }
    }
    return String.join(", ", more);
  }

  /** The table of what is wanted. */
  public String wishes() {
    TextTable table = new TextTable(3, "row", "what it does", "figure", "is", "wanted", "");
    for (Row row : results.rows()) {
      String name = row.name();
      String title = row.title();
      for (Wish wish : row.wishes()) {
        double value = results.value(row, wish);
        if (!Double.isNaN(value)) {
          String over = wish.other() == null ? "" : ", mycel / " + wish.other().label();
          table.add(
              List.of(
                  name,
                  title,
                  wish.figure().label() + over,
                  amount(wish, value),
                  (wish.atLeast() ? "at least " : "at most ") + amount(wish, wish.bound()),
                  wish.met(value) ? "met" : "NOT MET"));
          name = "";
          title = "";
        }
      }
    }
    return table.text();
  }

  private static String amount(Wish wish, double value) {
    return wish.figure().isLatency() && wish.other() == null ? duration(value) : number(value);
  }

  /** What failed; empty if nothing did. */
  public String failures() {
    StringBuilder text = new StringBuilder();
    for (Row row : results.rows()) {
      for (Peer peer : Peer.values()) {
        Optional<String> first =
            results.of(row, peer).stream()
                .filter(sample -> sample.errors() > 0)
                .map(Sample::firstError)
                .findFirst();
        first.ifPresent(
            why -> text.append(row.name() + " on " + peer.label() + ": ").append(why).append('\n'));
      }
    }
    return text.toString();
  }

  /** What was not measured, and why; empty if all was. */
  public String skipped() {
    StringBuilder text = new StringBuilder();
    results
        .skipped()
        .forEach(
            (row, why) -> text.append(row.name()).append(": not measured, ").append(why + "\n"));
    return text.toString();
  }

  /** How much others disturbed the measurements. */
  public String noise() {
    Spread others =
        Spread.of(
            results.rows().stream()
                .flatMap(row -> Stream.of(Peer.values()).flatMap(p -> results.of(row, p).stream()))
                .map(sample -> sample.figures().get(Figure.OTHERS))
                .filter(Objects::nonNull)
                .toList());
    return others.isKnown()
        ? "Processors used by others: median "
            + number(others.median())
            + ", at most "
            + number(others.max())
            + "; figures are worth quoting if the median is below 0.1.\n"
        : "";
  }

  /** All figures of all runs, for programs. */
  public String json() {
    List<Map<String, Object>> runs = new ArrayList<>();
    for (Row row : results.rows()) {
      for (Peer peer : Peer.values()) {
        for (Sample sample : results.of(row, peer)) {
          Map<String, Object> run = new LinkedHashMap<>();
          run.put("row", row.name());
          run.put("server", peer.label());
          sample
              .figures()
              .forEach((figure, value) -> run.put(figure.name().toLowerCase(Locale.ROOT), value));
          run.put("errors", sample.errors());
          runs.add(run);
        }
      }
    }
    return Json.write(Map.of("runs", runs));
  }

  /** A number with three or four digits that count; a dash if it is not known. */
  static String number(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    double size = Math.abs(value);
    String format = size >= 1000 ? "%,.0f" : size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, size < 0.1 && size > 0 ? "%.3f" : format, value);
  }

  /** Microseconds with a unit. */
  static String duration(double micros) {
    if (Double.isNaN(micros)) {
      return "-";
    }
    return micros < 1000
        ? number(micros) + " us"
        : micros < 1_000_000 ? number(micros / 1000) + " ms" : number(micros / 1e6) + " s";
  }
}
