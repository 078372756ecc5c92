package io.mycel.api.plugin;

import io.mycel.api.rpc.Peer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
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

  /** Its client at the hub, in the workspace of its id. */
  String clientId();

  /** What its file, or the annotation of its Java component, says. */
  PluginDescriptor descriptor();

  /** Its bundle, with the files that came with it. */
  Bundle bundle();

  /** What it may do, as the user has agreed. */
  PluginPermissions permissions();

  /** Where it is to run. */
  Isolation isolation();

  /**
   * Whether it comes back: the same content was started here before, in the same workspace, and the
   * last of its starts ended well. That is so after a restart of the server or of its runtime, and
   * when it was stopped and is started again; not for a new version, nor after a start that has
   * failed. A plugin that has a {@code resume} is then given this in the place of its {@code
   * setup}; whether its memory is still there is for its runtime to say.
   */
  boolean resumed();

  /** Where it, and its runtime on its behalf, write what people read: {@code plugin logs}. */
  PluginLog log();

  /** What it keeps: {@code setConfig} and {@code getConfig}. */
  PluginSettings settings();

  /**
   * The folder of its workspace, where people put files for plugins; a plugin reads those folders
   * of it that its permissions name. It need not be there; empty on a server that has none.
   */
  Optional<Path> workspaceFolder();

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
   * While the plugin is being started: it waits for something that may take long, such as an
   * environment that is built. Its state is then {@link PluginState#WAITING}, and the start may
   * take as long as it likes.
   *
   * @param cause for people: for what; empty when it goes on
   */
  void waiting(String cause);

  /**
   * Done when nobody wants the plugin any more while it is being started. The start should then end
   * soon, with a failure; a plugin that it gives nevertheless is stopped.
   */
  CompletionStage<Void> cancelled();

  /**
   * The plugin is about to go by itself, but still answers: it is given no more calls, and the
   * stage is done when those in flight have ended, or have been given up. It is started again as
   * soon as it can be; {@link RunningPlugin#stop} is not called.
   *
   * @param cause for people
   */
  CompletionStage<Void> leaving(String cause);

  /**
   * The plugin has come to its end by itself, after it was started: its process died, or it went
   * over a limit. It is marked failed with this cause, and {@link RunningPlugin#stop} is not
   * called.
   *
   * @param cause for people: what happened, and what to do
   */
  void failed(String cause);
}
