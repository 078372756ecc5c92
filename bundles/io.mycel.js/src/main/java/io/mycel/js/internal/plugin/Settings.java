package io.mycel.js.internal.plugin;

import io.mycel.js.internal.limits.Limits;
import io.mycel.js.internal.net.Network;
import io.mycel.js.internal.process.ProcessLimits;
import java.time.Duration;

/**
 * A configuration, checked.
 *
 * @param limits of each plugin
 * @param processes of plugins that have one
 * @param patience with each plugin
 * @param network what requests of plugins may take
 */
record Settings(
    Limits limits,
    ProcessLimits processes,
    PluginSpec.Patience patience,
    Network.Settings network) {

  /**
   * Reads a configuration.
   *
   * @throws IllegalArgumentException that names the property, what it is, and what it may be
   */
  static Settings of(JsConfig config) {
    Limits limits =
        new Limits(
            positive("cpuCallMillis", config.cpuCallMillis()),
            positive("cpuMinuteMillis", config.cpuMinuteMillis()),
            config.statements(),
            positive("stackBytes", config.stackBytes()),
            config.outputBytesPerMinute(),
            positive("lineBytes", config.lineBytes()),
            config.messageBytes(),
            positive("timers", config.timers()),
            positive("pendingPromises", config.pendingPromises()),
            positive("waitingCalls", config.waitingCalls()),
            positive("stopMillis", config.stopMillis()));
    PluginSpec.Patience patience =
        new PluginSpec.Patience(
            positive("exportTimeoutMillis", config.exportTimeoutMillis()),
            positive("setupTimeoutMillis", config.setupTimeoutMillis()),
            positive("exitTimeoutMillis", config.exitTimeoutMillis()),
            positive("libraryTimeoutMillis", config.libraryTimeoutMillis()));
    ProcessLimits processes =
        new ProcessLimits(
            positive("processHeapMegabytes", config.processHeapMegabytes()),
            notNegative("spareProcesses", config.spareProcesses()),
            notNegative("processRestarts", config.processRestarts()),
            positive("processBackOffMillis", config.processBackOffMillis()));
    Network.Settings network =
        new Network.Settings(
            Duration.ofMillis(positive("networkSilenceMillis", config.networkSilenceMillis())),
            Duration.ofMillis(positive("networkTimeoutMillis", config.networkTimeoutMillis())),
            config.messageBytes(),
            config.networkLoopback());
    return new Settings(limits, processes, patience, network);
  }

  private static int positive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(
          "io.mycel.js: " + name + " is " + value + ", but must be greater than 0");
    }
    return value;
  }

  private static int notNegative(String name, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(
          "io.mycel.js: " + name + " is " + value + ", but must not be negative");
    }
    return value;
  }
}
