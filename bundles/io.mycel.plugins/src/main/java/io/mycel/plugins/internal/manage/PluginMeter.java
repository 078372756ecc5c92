package io.mycel.plugins.internal.manage;

import io.mycel.api.http.Meter;
import io.mycel.api.plugin.PluginState;
import io.mycel.plugins.internal.life.Life;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Figures of plugins. */
final class PluginMeter implements Meter {
  private final Life life;
  private final InstallTimes times;

  PluginMeter(Life life, InstallTimes times) {
    this.life = life;
    this.times = times;
  }

  @Override
  public List<Sample> read() {
    List<Sample> samples = new ArrayList<>();
    for (PluginState state : PluginState.values()) {
      samples.add(
          new Sample(
              "mycel_plugins",
              "Plugins in a state.",
              Kind.GAUGE,
              Map.of("state", state.wire()),
              life.count(state)));
    }
    InstallTimes.Sum installs = times.sum();
    samples.add(
        counter(
            "mycel_plugin_bundles_installed_total",
            "Bundles of plugins installed since the start.",
            installs.bundles()));
    samples.add(
        counter(
            "mycel_plugin_bundles_installed_seconds_total",
            "Time from the moment when each was asked for until it was resolved, in sum.",
            installs.nanos() / 1e9));
    samples.add(counter("mycel_plugin_starts_total", "Plugins started.", life.counts().starts()));
    samples.add(
        counter(
            "mycel_plugin_failures_total",
            "Starts that failed, and plugins that came to an end by themselves.",
            life.counts().failures()));
    samples.add(
        new Sample(
            "mycel_plugin_waiting_calls",
            "Calls that wait for plugins whose runtime is replaced.",
            Kind.GAUGE,
            Map.of(),
            life.counts().waitingCalls()));
    return samples;
  }

  private static Sample counter(String name, String help, double value) {
    return new Sample(name, help, Kind.COUNTER, Map.of(), value);
  }
}
