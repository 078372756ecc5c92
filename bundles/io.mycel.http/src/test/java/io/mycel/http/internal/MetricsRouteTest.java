package io.mycel.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.http.HttpResponse;
import io.mycel.api.http.Meter;
import io.mycel.api.http.Meter.Kind;
import io.mycel.api.http.Meter.Sample;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsRouteTest {
  private final MetricsRoute route = new MetricsRoute();

  @Test
  void samplesOfOneNameStandTogetherUnderOneHelp() {
    route.bindMeter(
        () ->
            List.of(
                sample("mycel_a_total", Kind.COUNTER, Map.of("x", "1"), 5),
                sample("mycel_b", Kind.GAUGE, Map.of(), 1.5)));
    route.bindMeter(() -> List.of(sample("mycel_a_total", Kind.COUNTER, Map.of("x", "2"), 6)));

    assertEquals(
        """
        # HELP mycel_a_total help
        # TYPE mycel_a_total counter
        mycel_a_total{x="1"} 5
        mycel_a_total{x="2"} 6
        # HELP mycel_b help
        # TYPE mycel_b gauge
        mycel_b 1.5
        """
            + failures(0),
        scrape());
  }

  @Test
  void contentTypeNamesTheFormat() {
    HttpResponse response = Requests.answer(route.handle(Requests.get("/metrics")));

    assertEquals(
        "text/plain; version=0.0.4; charset=utf-8", response.headers().get("content-type"));
  }

  @Test
  void labelsAndHelpAreEscaped() {
    route.bindMeter(
        () ->
            List.of(
                new Sample(
                    "mycel_a",
                    "a \\ and\na \"line\"",
                    Kind.GAUGE,
                    Map.of("x", "a\\b\"c\nd\r"),
                    1)));

    assertEquals(
        """
        # HELP mycel_a a \\\\ and\\na "line"
        # TYPE mycel_a gauge
        mycel_a{x="a\\\\b\\"c\\nd"} 1
        """
            + failures(0),
        scrape());
  }

  @Test
  void numbersAreWrittenAsPrometheusReadsThem() {
    route.bindMeter(
        () ->
            List.of(
                sample("mycel_a", Kind.GAUGE, Map.of("v", "1"), Double.NaN),
                sample("mycel_a", Kind.GAUGE, Map.of("v", "2"), Double.POSITIVE_INFINITY),
                sample("mycel_a", Kind.GAUGE, Map.of("v", "3"), Double.NEGATIVE_INFINITY),
                sample("mycel_a", Kind.GAUGE, Map.of("v", "4"), 12_345_678_901.0),
                sample("mycel_a", Kind.GAUGE, Map.of("v", "5"), 1e300)));

    String text = scrape();

    assertTrue(text.contains("{v=\"1\"} NaN\n"), text);
    assertTrue(text.contains("{v=\"2\"} +Inf\n"), text);
    assertTrue(text.contains("{v=\"3\"} -Inf\n"), text);
    assertTrue(text.contains("{v=\"4\"} 12345678901\n"), text);
    assertTrue(text.contains("{v=\"5\"} 1.0E300\n"), text);
  }

  @Test
  void meterThatThrowsIsLeftOutAndCounted() {
    route.bindMeter(
        () -> {
          throw new IllegalStateException("broken");
        });
    route.bindMeter(() -> List.of(sample("mycel_a", Kind.GAUGE, Map.of(), 1)));

    String text = scrape();

    assertTrue(text.contains("\nmycel_a 1\n"), text);
    assertTrue(text.endsWith(failures(1)), text);
    assertTrue(scrape().endsWith(failures(2)));
  }

  @Test
  void sampleThatWouldSpoilThePageIsLeftOutAndCounted() {
    route.bindMeter(
        () ->
            List.of(
                sample("mycel_a", Kind.GAUGE, Map.of(), 1),
                sample("mycel_a", Kind.GAUGE, Map.of(), 2),
                sample("mycel_a", Kind.COUNTER, Map.of("x", "1"), 3),
                sample("mycel b", Kind.GAUGE, Map.of(), 4),
                sample("9mycel", Kind.GAUGE, Map.of(), 5),
                sample("", Kind.GAUGE, Map.of(), 6),
                sample("mycel_c", Kind.GAUGE, Map.of("x y", "1"), 7),
                sample("mycel_c", Kind.GAUGE, Map.of("__x", "1"), 8)));

    assertEquals(
        """
        # HELP mycel_a help
        # TYPE mycel_a gauge
        mycel_a 1
        """
            + failures(7),
        scrape());
  }

  @Test
  void meterThatIsGoneIsNotRead() {
    Meter meter = () -> List.of(sample("mycel_a", Kind.GAUGE, Map.of(), 1));
    route.bindMeter(meter);
    route.unbindMeter(meter);

    assertEquals(failures(0), scrape());
  }

  @Test
  void processTellsItsMemoryThreadsAndUptime() {
    route.bindMeter(new JvmMeter());
    route.bindMeter(new CallMeter());

    String text = scrape();

    for (String name :
        List.of(
            "mycel_jvm_heap_used_bytes",
            "mycel_jvm_heap_max_bytes",
            "mycel_jvm_direct_memory_used_bytes",
            "mycel_jvm_threads",
            "mycel_jvm_uptime_seconds")) {
      assertTrue(text.contains("# TYPE " + name + " gauge\n" + name + " "), name + " in " + text);
    }
    assertTrue(text.contains("mycel_http_calls_total{outcome=\"ok\"} 0\n"), text);
    assertTrue(text.contains("mycel_http_call_seconds_total{outcome=\"ok\"} 0\n"), text);
    assertFalse(text.contains("mycel_jvm_threads 0\n"), text);
    assertTrue(text.endsWith(failures(0)), text);
  }

  private String scrape() {
    return Requests.text(Requests.answer(route.handle(Requests.get("/metrics"))));
  }

  private static Sample sample(String name, Kind kind, Map<String, String> labels, double value) {
    return new Sample(name, "help", kind, labels, value);
  }

  private static String failures(int count) {
    return """
    # HELP mycel_http_meter_failures_total Meters that failed and samples that were no good, \
    since the start.
    # TYPE mycel_http_meter_failures_total counter
    mycel_http_meter_failures_total\s"""
        + count
        + "\n";
  }
}
