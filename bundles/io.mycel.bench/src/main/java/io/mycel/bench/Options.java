package io.mycel.bench;

import io.mycel.bench.row.Peer;
import io.mycel.bench.row.Row;
import io.mycel.bench.row.Rows;
import io.mycel.bench.row.Timing;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The options of {@code mycel bench}.
 *
 * @param peers the servers to compare
 * @param only the rows to measure, empty for all
 * @param rounds how often each is measured
 * @param seconds how long each measurement takes
 * @param json where to write every figure
 * @param micro whether to run the micro benchmarks, and nothing else; then {@code rest} is for JMH
 * @param rest words that follow {@code --micro}
 */
record Options(
    Set<Peer> peers,
    Set<String> only,
    int rounds,
    double seconds,
    Optional<Path> json,
    boolean micro,
    List<String> rest) {

  static final String USAGE =
      """
      usage: runtime/mycel bench [--peers mycel,hypha,relay] [--only ROW,...] [--rounds 3]
                                 [--seconds 3] [--json FILE]
             runtime/mycel bench --micro [options of JMH]""";

  private static final long WARM_UP_MILLIS = 700;

  /** From words like {@code --rounds=3} or {@code --rounds 3}. */
  static Options parse(List<String> words) {
    Set<Peer> peers = EnumSet.allOf(Peer.class);
    Set<String> only = new LinkedHashSet<>();
    int rounds = 3;
    double seconds = 3;
    Optional<Path> json = Optional.empty();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("--micro")) {
        List<String> rest = words.subList(i + 1, words.size());
        return new Options(peers, only, rounds, seconds, json, true, rest);
      }
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      if (equals < 0 && ++i == words.size()) {
        throw new UsageException(name + " wants a value, or is unknown\n" + USAGE);
      }
      String value = equals < 0 ? words.get(i) : word.substring(equals + 1);
      switch (name) {
        case "--peers" -> peers = peers(value);
        case "--only" -> only.addAll(names(value));
        case "--rounds" -> rounds = (int) number(name, value, 1, 100);
        case "--seconds" -> seconds = number(name, value, 0.05, 600);
        case "--json" -> json = Optional.of(Path.of(value));
        default -> throw new UsageException("there is no option " + name + "\n" + USAGE);
      }
    }
    return new Options(peers, only, rounds, seconds, json, false, List.of());
  }

  private static Set<Peer> peers(String value) {
    Set<Peer> peers = EnumSet.noneOf(Peer.class);
    for (String each : value.split(",")) {
      peers.add(
          Arrays.stream(Peer.values())
              .filter(peer -> peer.label().equals(each))
              .findFirst()
              .orElseThrow(() -> unknown("--peers", each, "mycel, hypha, relay")));
    }
    return peers;
  }

  private static List<String> names(String value) {
    List<String> known = Rows.all().stream().map(row -> row.name()).toList();
    List<String> rows = List.of(value.split(","));
    for (String each : rows) {
      if (!known.contains(each)) {
        throw unknown("--only", each, String.join(", ", known));
      }
    }
    return rows;
  }

  private static UsageException unknown(String option, String value, String known) {
    return new UsageException(option + ": there is no " + value + "; there are " + known);
  }

  private static double number(String name, String value, double least, double most) {
    try {
      double number = Double.parseDouble(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new UsageException(
        String.format(
            Locale.ROOT, "%s: %s is no number from %.4g to %.4g", name, value, least, most));
  }

  /** The rows to measure. */
  List<Row> rows() {
    return Rows.all().stream().filter(row -> only.isEmpty() || only.contains(row.name())).toList();
  }

  /** How long is measured. */
  Timing timing() {
    return new Timing(Math.min(WARM_UP_MILLIS, millis()), millis(), Math.min(1, seconds));
  }

  private long millis() {
    return Math.round(seconds * 1000);
  }
}
