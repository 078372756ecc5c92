package io.mycel.api.plugin;

import io.mycel.api.rpc.Peer;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.framework.Bundle;

/**
 * One start of one plugin, as its runtime sees it. All methods may be called from any thread, until
 * the plugin has been stopped, and none blocks.
 */
@ProviderType
public interface PluginContext {

  /** Which plugin it is. */
  PluginId id();

  /** What its file, or the annotation of its Java component, says. */
  PluginDescriptor descriptor();

  /** Its bundle, with the files that came with it. */
  Bundle bundle();

  /** What it may do, as the user has agreed. */
  PluginPermissions permissions();

  /** Where it is to run. */
  Isolation isolation();

  /** Where it, and its runtime on its behalf, write what people read: {@code plugin logs}. */
  PluginLog log();

  /** What it keeps: {@code setConfig} and {@code getConfig}. */
  PluginSettings settings();

  /** Libraries that it loads by their URLs. */
  PluginLibraries libraries();

  /** Where it shows things to people: always there, if only to write them to the log. */
  UserInterface userInterface();

  /** The other plugins. */
  PluginManager plugins();

  /**
   * The client of the hub by which it calls others: {@code workspace/<client id>}. Another one
   * follows when the hub is replaced, so it is asked for before each use; empty while there is no
   * hub.
   */
  Optional<Peer> peer();

  /**
   * The plugin has come to its end by itself, after it was started: its process died, or it went
   * over a limit. It is marked failed with this cause, and {@link RunningPlugin#stop} is not
   * called.
   *
   * @param cause for people: what happened, and what to do
   */
  void failed(String cause);
}
