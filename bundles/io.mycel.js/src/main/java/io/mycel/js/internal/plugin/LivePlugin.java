package io.mycel.js.internal.plugin;

import io.mycel.api.plugin.RunningPlugin;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** One start of a plugin, in this JVM or in a process of its own. Nothing blocks. */
public interface LivePlugin {
  /**
   * Runs its scripts and its {@code setup}. Called once, before everything else.
   *
   * @return what it exports, as {@link RunningPlugin#members} has it; fails with a {@link
   *     PluginFailure}, and then nothing of it is left
   */
  CompletionStage<Map<String, Object>> start();

  /** Calls its {@code exit}, within bounds, and ends it whatever it does; done when it is gone. */
  CompletionStage<Void> stop();

  /** Ends it at once; for one that is not wanted before it has started. */
  void kill();

  /** What it takes. */
  RunningPlugin.Usage usage();
}
