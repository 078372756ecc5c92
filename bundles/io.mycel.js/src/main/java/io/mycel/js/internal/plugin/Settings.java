package io.mycel.js.internal.plugin;

import io.mycel.js.internal.limits.Limits;

/**
 * A configuration, checked.
 *
 * @param limits of each plugin
 * @param patience with each plugin
 */
record Settings(Limits limits, PluginSpec.Patience patience) {

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
    return new Settings(limits, patience);
  }

  private static int positive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(
          "io.mycel.js: " + name + " is " + value + ", but must be greater than 0");
    }
    return value;
  }
}
