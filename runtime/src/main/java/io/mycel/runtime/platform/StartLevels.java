package io.mycel.runtime.platform;

import java.util.List;

/**
 * The order of the start. SLF4J looks for its provider once, so logging comes first; components
 * must find their configuration when they activate, so it is written before the rest starts. The
 * console comes last, since nobody waits for it.
 */
final class StartLevels {
  static final int LOGGING = 1;
  static final int CONFIGURATION = 2;
  static final int LIBRARIES = 3;
  static final int MYCEL = 4;
  static final int CONSOLE = 5;
  static final int ALL = 10;

  private static final List<String> LOGGING_BUNDLES =
      List.of("asm-", "org.apache.aries.spifly.", "slf4j-", "logback-");
  private static final List<String> CONSOLE_BUNDLES =
      List.of("org.apache.felix.gogo.", "io.mycel.shell-");

  private StartLevels() {}

  /** The level of a bundle of ours, by its file name. */
  static int of(String name) {
    if (LOGGING_BUNDLES.stream().anyMatch(name::startsWith)) {
      return LOGGING;
    }
    if (name.startsWith("org.apache.felix.configadmin-")) {
      return CONFIGURATION;
    }
    if (CONSOLE_BUNDLES.stream().anyMatch(name::startsWith)) {
      return CONSOLE;
    }
    return name.startsWith("io.mycel.") ? MYCEL : LIBRARIES;
  }
}
