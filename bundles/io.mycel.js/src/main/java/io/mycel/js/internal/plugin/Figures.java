package io.mycel.js.internal.plugin;

import io.mycel.api.http.Meter;
import io.mycel.js.internal.worker.JsWorkers;
import java.util.List;
import java.util.Map;

/** What {@code /metrics} tells of JavaScript plugins. */
final class Figures {
  private Figures() {}

  static List<Meter.Sample> of(JsWorkers.Status status) {
    return List.of(
        sample(
            "mycel_js_plugins_started_total",
            "JavaScript plugins started in this JVM.",
            Meter.Kind.COUNTER,
            status.started()),
        sample(
            "mycel_js_plugins_failed_total",
            "JavaScript plugins in this JVM that met a limit or failed.",
            Meter.Kind.COUNTER,
            status.failed()),
        sample(
            "mycel_js_plugins",
            "JavaScript plugins that run in this JVM.",
            Meter.Kind.GAUGE,
            status.running()),
        sample(
            "mycel_js_runaway_plugins",
            "JavaScript plugins that were stopped and still run; only a restart ends them.",
            Meter.Kind.GAUGE,
            status.runaways().size()));
  }

  private static Meter.Sample sample(String name, String help, Meter.Kind kind, double value) {
    return new Meter.Sample(name, help, kind, Map.of(), value);
  }
}
