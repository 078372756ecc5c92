package io.mycel.http.internal;

import io.mycel.api.http.Meter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** How many calls came over HTTP, how they ended and how long they took. */
public final class CallMeter implements Meter {

  private enum Outcome {
    OK,
    CLIENT_ERROR,
    SERVER_ERROR,
    CLIENT_GONE
  }

  private record Figures(LongAdder calls, LongAdder nanos) {}

  private final Map<Outcome, Figures> figures = new EnumMap<>(Outcome.class);

  public CallMeter() {
    for (Outcome outcome : Outcome.values()) {
      figures.put(outcome, new Figures(new LongAdder(), new LongAdder()));
    }
  }

  /**
   * Counts a call that has ended.
   *
   * @param status its HTTP status, 0 if the client went away
   * @param startNanos when it began, of {@link System#nanoTime()}
   */
  void count(int status, long startNanos) {
    Figures of = figures.get(outcome(status));
    of.calls().increment();
    of.nanos().add(System.nanoTime() - startNanos);
  }

  @Override
  public List<Sample> read() {
    List<Sample> samples = new ArrayList<>();
    figures.forEach(
        (outcome, of) ->
            samples.add(
                new Sample(
                    "mycel_http_calls_total",
                    "Calls of services over HTTP that have ended.",
                    Kind.COUNTER,
                    labels(outcome),
                    of.calls().sum())));
    figures.forEach(
        (outcome, of) ->
            samples.add(
                new Sample(
                    "mycel_http_call_seconds_total",
                    "Time from request to answer of the calls in mycel_http_calls_total.",
                    Kind.COUNTER,
                    labels(outcome),
                    of.nanos().sum() / (double) TimeUnit.SECONDS.toNanos(1))));
    return samples;
  }

  private static Map<String, String> labels(Outcome outcome) {
    return Map.of("outcome", outcome.name().toLowerCase(Locale.ROOT));
  }

  private static Outcome outcome(int status) {
    if (status == 0) {
      return Outcome.CLIENT_GONE;
    }
    if (status < 400) {
      return Outcome.OK;
    }
    return status < 500 ? Outcome.CLIENT_ERROR : Outcome.SERVER_ERROR;
  }
}
