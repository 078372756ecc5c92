package io.mycel.runtime.serve;

import io.mycel.runtime.cli.Option;
import io.mycel.runtime.cli.Option.Target;
import io.mycel.runtime.cli.OptionType;
import java.util.List;

/**
 * The one table from command-line options to the configuration of components: whoever adds an
 * option adds a row. Names and defaults are Hypha's where Hypha has the option; its default port is
 * the one of its documentation.
 */
final class ServeOptions {
  static final String TRANSPORT = "io.mycel.transport.jetty";
  static final String HUB = "io.mycel.hub";
  static final String HTTP = "io.mycel.http";
  static final String SHELL = "io.mycel.shell";
  static final String PLUGINS = "io.mycel.plugins";
  static final String APPS = "io.mycel.apps";

  static final Option DATA_DIR =
      new Option(
          "data-dir",
          OptionType.PATH,
          "~/.mycel",
          new Target(HUB, "dataDir"),
          "Where everything that lasts is kept; one Mycel at a time.");

  static final Option LOG_LEVEL =
      new Option(
          "log-level",
          OptionType.LOG_LEVEL,
          "info",
          null,
          "How much Mycel logs to the standard error: trace, debug, info, warning or error."
              + " Libraries log warnings and errors.");

  static final Option START_TIMEOUT =
      new Option(
          "start-timeout",
          OptionType.SECONDS,
          "60",
          null,
          "How long the start may take before it is given up.");

  static final Option CONFIG =
      new Option(
          "config",
          OptionType.PROPERTIES,
          null,
          null,
          "Sets any property of any component; repeat it for a property with many values.");

  static final List<Option> ALL =
      List.of(
          new Option(
              "host",
              OptionType.TEXT,
              "127.0.0.1",
              new Target(TRANSPORT, "host"),
              "The address to listen at; 0.0.0.0 for all of this machine."),
          new Option(
              "port",
              OptionType.PORT,
              "9000",
              new Target(TRANSPORT, "port"),
              "The port to listen at; 0 for any that is free."),
          DATA_DIR,
          new Option(
              "public-base-url",
              OptionType.URL,
              null,
              new Target(HUB, "publicBaseUrl"),
              "The URL that clients outside see, if a proxy stands before Mycel."),
          new Option(
              "allow-origins",
              OptionType.LIST,
              "*",
              new Target(HTTP, "allowOrigins"),
              "The origins whose web pages may call, for CORS; * for all."),
          new Option(
              "static-mounts",
              OptionType.MOUNTS,
              null,
              new Target(HTTP, "staticMounts"),
              "Directories of files to serve, each under a path of its own."),
          new Option(
              "plugins-dir",
              OptionType.PATH,
              null,
              new Target(PLUGINS, "pluginsDir"),
              "A folder whose plugin files are installed, updated when saved, and removed."),
          new Option(
              "repository",
              OptionType.LIST,
              "imjoy-team/imjoy-plugins",
              new Target(PLUGINS, "repositories"),
              "Where plugins are found by name: owner/repo at GitHub, a URL, or a folder."),
          new Option(
              "workspace",
              OptionType.TEXT,
              "public",
              new Target(PLUGINS, "workspace"),
              "Where plugins live for which nobody names a workspace."),
          new Option(
              "enable-server-apps",
              OptionType.FLAG,
              null,
              new Target(APPS, "enabled"),
              "Lets clients with a token install plugin files as apps, and start them here."),
          LOG_LEVEL,
          START_TIMEOUT,
          CONFIG);

  private ServeOptions() {}
}
