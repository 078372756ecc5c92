package io.mycel.api.plugin;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Runs plugins of certain types. An OSGi service with the property {@link #TYPES}; a plugin waits
 * until there is one for its type, and goes with it: before the service is taken away, every plugin
 * that it runs is stopped, or started at another runtime of the type that is there.
 *
 * <p>The model is the runtime of Java plugins, in {@code io.mycel.plugins}.
 */
@ConsumerType
public interface PluginRuntime {
  /** Service property: the types that it runs, a text or an array of texts. */
  String TYPES = "mycel.plugin.types";

  /**
   * Starts a plugin: its scripts, then its {@code setup}, or its {@code resume} if it has one and
   * {@linkplain PluginContext#resumed comes back}. Does not block: what takes long happens on
   * threads of the runtime. Several versions of one plugin may run at the same time, since a new
   * one is started before the old one is stopped.
   *
   * @param context what the plugin may use, and where it says what becomes of it
   * @return done when {@code setup}, or {@code resume}, is; fails with the cause, for people: file,
   *     line, remedy. After a failure nothing of the plugin is left running
   */
  CompletionStage<RunningPlugin> start(PluginContext context);
}
