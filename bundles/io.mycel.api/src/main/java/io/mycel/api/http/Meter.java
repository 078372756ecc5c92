package io.mycel.api.http;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Figures of one bundle, a whiteboard service that {@code /metrics} reads. Called by any thread; it
 * must be quick and not block.
 */
@ConsumerType
public interface Meter {

  /** What a figure does over time. */
  enum Kind {
    /** It only grows. */
    COUNTER,
    /** It goes up and down. */
    GAUGE
  }

  /**
   * One figure.
   *
   * @param name in Prometheus form with the prefix {@code mycel_}, the unit last, counters ending
   *     in {@code _total}
   * @param help one line
   * @param kind what it does over time
   * @param labels names and values, e.g. {@code reason=slow_reader}
   * @param value now
   */
  record Sample(String name, String help, Kind kind, Map<String, String> labels, double value) {}

  /** All figures as they are now. Samples of one name stand together. */
  List<Sample> read();
}
