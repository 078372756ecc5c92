package io.mycel.http.internal;

import io.mycel.api.http.Meter.Kind;
import io.mycel.api.http.Meter.Sample;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Samples in the Prometheus text format 0.0.4. A scraper drops the whole page for one bad line, so
 * a sample that the format cannot take is left out and counted.
 */
final class PrometheusText {
  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Map<String, Family> families = new LinkedHashMap<>();
  private int refused;

  private record Family(String help, Kind kind, Map<String, String> lines) {}

  /** Adds samples; those of one name come to stand together, under the first help and kind. */
  void add(Collection<Sample> samples) {
    for (Sample sample : samples) {
      if (!add(sample)) {
        refused++;
      }
    }
  }

  /** How many samples were left out: a bad name, another kind than before, or there already. */
  int refused() {
    return refused;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    families.forEach(
        (name, family) -> {
          String kind = family.kind() == Kind.COUNTER ? "counter" : "gauge";
          text.append("# HELP ").append(name).append(' ').append(help(family.help())).append('\n');
          text.append("# TYPE ").append(name).append(' ').append(kind).append('\n');
          family
              .lines()
              .forEach(
                  (series, value) -> text.append(series).append(' ').append(value).append('\n'));
        });
    return text.toString();
  }

  private boolean add(Sample sample) {
    if (sample.name() == null || sample.kind() == null || !isName(sample.name(), true)) {
      return false;
    }
    String series = series(sample);
    Family family =
        families.get(sample.name()) == null
            ? new Family(
                sample.help() == null ? "" : sample.help(), sample.kind(), new LinkedHashMap<>())
            : families.get(sample.name());
    boolean fits =
        series != null
            && family.kind() == sample.kind()
            && family.lines().putIfAbsent(series, number(sample.value())) == null;
    if (fits) {
      families.putIfAbsent(sample.name(), family);
    }
    return fits;
  }

  private static String series(Sample sample) {
    if (sample.labels() == null || sample.labels().isEmpty()) {
      return sample.name();
    }
    List<String> labels = new ArrayList<>();
    for (Map.Entry<String, String> label : new TreeMap<>(sample.labels()).entrySet()) {
      if (!isName(label.getKey(), false) || label.getKey().startsWith("__")) {
        return null;
      }
      labels.add(label.getKey() + "=\"" + label(String.valueOf(label.getValue())) + "\"");
    }
    return sample.name() + "{" + String.join(",", labels) + "}";
  }

  private static boolean isName(String name, boolean colons) {
    if (name.isEmpty() || name.charAt(0) >= '0' && name.charAt(0) <= '9') {
      return false;
    }
    return name.chars()
        .allMatch(
            c ->
                c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c == '_'
                    || colons && c == ':');
  }

  private static String help(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "");
  }

  private static String label(String text) {
    return help(text).replace("\"", "\\\"");
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1L << 53;
    return whole ? Long.toString((long) value) : Double.toString(value);
  }
}
