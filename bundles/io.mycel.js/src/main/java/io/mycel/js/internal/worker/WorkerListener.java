package io.mycel.js.internal.worker;

/** Who wants to know what a plugin does. Called on the plugin's thread or one of the watchdog. */
public interface WorkerListener {
  /**
   * A line of its log.
   *
   * @param level {@code debug}, {@code info}, {@code warn} or {@code error}
   * @param text without control characters but new lines and tabs, and not longer than the limits
   *     say
   */
  void log(String level, String text);

  /** What it posted. */
  default void message(Object message) {}

  /**
   * It was stopped, for a limit or by a failure. Nothing else follows.
   *
   * @param reason names the limit
   */
  default void failed(String reason) {}

  /** It was stopped, but still runs: nothing can end it but the end of the JVM. */
  default void runaway() {}

  /** It has ended itself by {@code close()}. */
  default void closed() {}
}
