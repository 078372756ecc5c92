package io.mycel.runtime.plugin;

import io.mycel.runtime.cli.Option;
import io.mycel.runtime.cli.OptionType;

/** The options that commands of {@code plugin} have in common. */
final class PluginOptions {
  static final Option SERVER =
      new Option(
          "server",
          OptionType.URL,
          "http://127.0.0.1:9000",
          null,
          "The Mycel to speak to. One of another machine wants its connection token in the"
              + " environment variable MYCEL_TOKEN.");

  static final Option DATA_DIR =
      new Option(
          "data-dir",
          OptionType.PATH,
          "~/.mycel",
          null,
          "The data directory of that Mycel, where its connection token is found.");

  static final Option JSON =
      new Option("json", OptionType.FLAG, null, null, "Prints JSON, for programs.");

  static final Option WORKSPACE =
      new Option(
          "workspace", OptionType.TEXT, "public", null, "The workspace where the plugin lives.");

  private PluginOptions() {}
}
