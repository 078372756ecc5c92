package io.mycel.api.plugin;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The plugins of this server: an OSGi service for other bundles, which themselves ask who wants
 * something. No method blocks. A stage that fails has changed nothing; its cause says what to do.
 */
@ProviderType
public interface PluginManager {

  /** All plugins, by workspace and name. */
  List<PluginStatus> plugins();

  /** One of them. */
  Optional<PluginStatus> plugin(PluginId id);

  /**
   * Installs a plugin, with what it depends on, and starts it unless the request says otherwise.
   * One of the same name is replaced: the new one is started beside it, and takes over.
   *
   * @return as it is when it is active, has failed or waits
   */
  CompletionStage<PluginStatus> install(InstallRequest request);

  /**
   * The text of a plugin file, from wherever {@link InstallRequest#source} may name one, checked as
   * for an installation.
   */
  CompletionStage<String> read(String source);

  /** Starts a plugin that does not run. */
  CompletionStage<PluginStatus> start(PluginId id);

  /** Stops a plugin, until it is started again. */
  CompletionStage<PluginStatus> stop(PluginId id);

  /** Stops and forgets a plugin and what it kept. */
  CompletionStage<Void> remove(PluginId id);

  /** The last lines of what a plugin has written, the oldest first. */
  List<PluginLog.Line> log(PluginId id, int atMost);
}
