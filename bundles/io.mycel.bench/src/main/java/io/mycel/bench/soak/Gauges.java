package io.mycel.bench.soak;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads the gauges out of a page in the text format of Prometheus. */
final class Gauges {
  private static final String JVM = "mycel_jvm_";

  /** What a pool keeps for the next who wants it has a bound of its own, and is meant to stay. */
  private static final String KEPT = "mycel_transport_pool_bytes{state=\"idle\"}";

  private Gauges() {}

  /**
   * The value of each gauge by its name and labels, those of the JVM and of spare memory left out.
   */
  static Map<String, Double> parse(String page) {
    Set<String> names = new HashSet<>();
    Map<String, Double> gauges = new TreeMap<>();
    for (String line : page.split("\\R")) {
      String[] words = line.split(" ");
      if (line.startsWith("# TYPE ") && words.length == 4 && words[3].equals("gauge")) {
        names.add(words[2]);
      } else if (!line.startsWith("#") && !line.isBlank()) {
        int end = line.lastIndexOf(' ');
        String series = line.substring(0, end);
        int brace = series.indexOf('{');
        String name = brace < 0 ? series : series.substring(0, brace);
        if (names.contains(name) && !name.startsWith(JVM) && !series.equals(KEPT)) {
          gauges.put(series, Double.parseDouble(line.substring(end + 1)));
        }
      }
    }
    return gauges;
  }
}
