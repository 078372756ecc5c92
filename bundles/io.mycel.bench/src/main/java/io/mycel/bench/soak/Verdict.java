package io.mycel.bench.soak;

import io.mycel.bench.soak.Runner.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The rules by which a soak is passed.
 *
 * <ul>
 *   <li>Every activity has done something, and no round of it failed. A newcomer who is told to
 *       come again while a bundle is replaced has lost nothing; how many were is said.
 *   <li>Resident memory under load: over the second half it grows by less than {@link
 *       #MAX_BYTES_A_MINUTE}, and its median in the last sixth is within {@link #MAX_GROWTH} of
 *       that in the sixth after the first third. A run shorter than {@link #SHORTEST_TREND} is too
 *       short to tell.
 *   <li>When the load is over, compared with the same server before it, which had been warmed up by
 *       the same load: no thread, descriptor or class loader of a bundle more, no gauge higher,
 *       live objects and loaded classes within {@link #MAX_HEAP_GROWTH} and {@link
 *       #MAX_CLASS_GROWTH}.
 * </ul>
 */
final class Verdict {
  static final double MAX_BYTES_A_MINUTE = 2 << 20;
  static final double MAX_GROWTH = 0.10;
  static final double MAX_HEAP_GROWTH = 0.10;
  static final double MAX_CLASS_GROWTH = 0.02;
  static final Duration SHORTEST_TREND = Duration.ofMinutes(3);

  private static final double MB = 1 << 20;

  private Verdict() {}

  /** Whether nothing was lost or wrong, and each activity took place. */
  static List<Finding> ofActivities(List<Tally> tallies) {
    List<Finding> findings = new ArrayList<>();
    for (Tally each : tallies) {
      String measured = each.done() + " done, " + each.failed() + " failed";
      if (each.refused() > 0) {
        measured += ", " + each.refused() + " asked to come again (503)";
      }
      if (!each.problems().isEmpty()) {
        measured += ": " + String.join("; ", each.problems());
      }
      findings.add(new Finding(each.name(), each.done() > 0 && each.failed() == 0, measured));
    }
    return findings;
  }

  /** Whether resident memory stays flat under load. */
  static Finding ofMemory(List<Sample> load) {
    double seconds = load.get(load.size() - 1).second() - load.get(0).second();
    if (seconds < SHORTEST_TREND.toSeconds()) {
      return new Finding("resident memory", true, "not judged: the run is too short to tell");
    }
    double slope = Trend.residentBytesAMinute(Trend.between(load, 1 / 2.0, 1));
    double early = Trend.residentBytes(Trend.between(load, 1 / 3.0, 1 / 2.0));
    double late = Trend.residentBytes(Trend.between(load, 5 / 6.0, 1));
    boolean flat = slope <= MAX_BYTES_A_MINUTE && late <= early * (1 + MAX_GROWTH);
    return new Finding(
        "resident memory",
        flat,
        text(
            "%.1f MB after the first third, %.1f MB at the end (at most %+.0f %%);"
                + " %+.2f MB a minute in the second half (at most %+.2f)",
            early / MB, late / MB, MAX_GROWTH * 100, slope / MB, MAX_BYTES_A_MINUTE / MB));
  }

  /** Whether the server without load is what it was before it. */
  static List<Finding> ofRest(Sample before, Sample after) {
    List<Finding> findings = new ArrayList<>();
    findings.add(noMore("threads", before.threads(), after.threads()));
    findings.add(noMore("descriptors", before.descriptors(), after.descriptors()));
    findings.add(noMore("bundle loaders", before.loaders(), after.loaders()));
    findings.add(within("classes", before.classes(), after.classes(), MAX_CLASS_GROWTH, 1, ""));
    findings.add(
        within("live heap", before.liveBytes(), after.liveBytes(), MAX_HEAP_GROWTH, MB, " MB"));
    findings.add(ofGauges(before.gauges(), after.gauges()));
    return findings;
  }

  private static Finding noMore(String what, long before, long after) {
    return new Finding(what, after <= before, before + " before, " + after + " after");
  }

  private static Finding within(
      String what, long before, long after, double growth, double unit, String name) {
    return new Finding(
        what,
        after <= before * (1 + growth),
        text(
            "%.1f%s before, %.1f%s after (at most %+.0f %%)",
            before / unit, name, after / unit, name, growth * 100));
  }

  private static Finding ofGauges(Map<String, Double> before, Map<String, Double> after) {
    List<String> higher = new ArrayList<>();
    after.forEach(
        (name, value) -> {
          double was = before.getOrDefault(name, 0.0);
          if (value > was) {
            higher.add(text("%s %.0f, was %.0f", name, value, was));
          }
        });
    String measured =
        higher.isEmpty() ? after.size() + " gauges, none higher" : String.join("; ", higher);
    return new Finding("gauges", higher.isEmpty() && !after.isEmpty(), measured);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
