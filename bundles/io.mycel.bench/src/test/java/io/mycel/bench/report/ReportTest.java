package io.mycel.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.bench.load.Json;
import io.mycel.bench.row.Figure;
import io.mycel.bench.row.Peer;
import io.mycel.bench.row.Results;
import io.mycel.bench.row.Row;
import io.mycel.bench.row.Sample;
import io.mycel.bench.row.Target;
import io.mycel.bench.row.Timing;
import io.mycel.bench.row.Wish;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReportTest {
  private record Named(String name, List<Wish> wishes) implements Row {
    @Override
    public String title() {
      return "does " + name;
    }

    @Override
    public Set<Peer> peers() {
      return Set.of(Peer.values());
    }

    @Override
    public Sample measure(Target target, Timing timing) {
      throw new UnsupportedOperationException(name);
    }
  }

  private final Row calls =
      new Named(
          "calls",
          List.of(
              Wish.atLeast(10, Figure.RATE, Peer.HYPHA),
              Wish.atMost(0.5, Figure.CPU, Peer.HYPHA),
              Wish.atMost(20_000, Figure.P99),
              Wish.atLeast(0.8, Figure.RATE, Peer.RELAY)));
  private final Row start = new Named("start", List.of());
  private final Results results = new Results();
  private final Report report = new Report(results);

  private void measure() {
    results.add(calls, Peer.MYCEL, sample(50_000, 25_000, 10));
    results.add(calls, Peer.MYCEL, sample(70_000, 35_000, 12));
    results.add(calls, Peer.MYCEL, sample(60_000, 30_000, 11));
    results.add(calls, Peer.HYPHA, sample(5_000, 90_000, 20));
    results.add(start, Peer.MYCEL, new Sample(Map.of(Figure.SECONDS, 1.25), 0, ""));
    results.add(start, Peer.HYPHA, new Sample(Map.of(Figure.SECONDS, 0.5), 2, "no answer"));
  }

  private static Sample sample(double rate, double p99, double cpu) {
    return new Sample(Map.of(Figure.RATE, rate, Figure.P99, p99, Figure.CPU, cpu), 0, "");
  }

  @Test
  void figuresAreMediansWithTheirEnds() {
    measure();
    assertEquals(
        """
        row    server  per second        (min - max)  p50      p99  CPU us  RSS MiB  errors  more
        calls  mycel       60,000  (50,000 - 70,000)    -  30.0 ms    11.0        -       0
               hypha        5,000    (5,000 - 5,000)    -  90.0 ms    20.0        -       0
        start  mycel       1.25 s      (1.25 - 1.25)    -        -       -        -       0
               hypha       0.50 s      (0.50 - 0.50)    -        -       -        -       2
        """,
        report.figures());
  }

  @Test
  void wishesThatCanBeJudgedAreJudged() {
    measure();
    assertEquals(
        """
        row    what it does  figure                          is           wanted
        calls  does calls    calls/s, mycel / hypha        12.0    at least 10.0      met
                             server CPU, mycel / hypha     0.55     at most 0.50  NOT MET
                             p99                        30.0 ms  at most 20.0 ms  NOT MET
        """,
        report.wishes());
  }

  @Test
  void failuresAndSkippedRowsAreTold() {
    measure();
    results.skip(start, "there is no python");
    assertEquals("start on hypha: no answer\n", report.failures());
    assertEquals("start: not measured, there is no python\n", report.skipped());
  }

  @Test
  void everyRunIsInTheJson() {
    measure();
    var runs = Json.read(report.json()).path("runs");
    assertEquals(6, runs.size());
    assertEquals("hypha", runs.get(3).path("server").asText());
    assertEquals(5000, runs.get(3).path("rate").asDouble());
  }

  @Test
  void numbersHaveTheDigitsThatCount() {
    assertEquals("-", Report.number(Double.NaN));
    assertEquals("0.083", Report.number(1.0 / 12));
    assertEquals("0.50", Report.number(0.5));
    assertEquals("83,700", Report.number(83_700.4));
    assertEquals("102 us", Report.duration(102));
    assertEquals("2.80 ms", Report.duration(2800));
    assertEquals("1.20 s", Report.duration(1_200_000));
    assertTrue(report.noise().isEmpty());
  }
}
