package io.mycel.api.plugin;

import java.util.Locale;

/** How far a plugin is kept from the server. */
public enum Isolation {
  /** In the server's JVM, behind the walls of its runtime. */
  IN_JVM,
  /** In a process of its own, which can be killed. */
  PROCESS;

  /** As users write it: {@code in-jvm}, {@code process}. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Reads what a user wrote.
   *
   * @throws IllegalArgumentException that says what there is
   */
  public static Isolation of(String text) {
    for (Isolation isolation : values()) {
      if (isolation.wire().equals(text)) {
        return isolation;
      }
    }
    throw new IllegalArgumentException("isolation must be in-jvm or process, not: " + text);
  }
}
