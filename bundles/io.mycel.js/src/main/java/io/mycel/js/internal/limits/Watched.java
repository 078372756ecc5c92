package io.mycel.js.internal.limits;

/** A plugin as the watchdog sees it. */
public interface Watched {
  /** Of the plugin. */
  String name();

  /** Its only thread. */
  Thread thread();

  /** True while it runs something. */
  boolean busy();

  /** Another one for each thing that it runs, from its begin on, when {@link #busy} is true. */
  long taskNumber();

  /**
   * How much Java has copied out of it in all: a part of what its thread has allocated, in messages
   * that are no longer than they may be.
   */
  long copiedBytes();

  /** What it may use. */
  Limits limits();

  /**
   * Stops it.
   *
   * @param reason names the limit
   */
  void exceeded(String reason);

  /** It was stopped long ago, and still runs. */
  void runaway();
}
