package io.mycel.js.internal.plugin;

import io.mycel.api.plugin.PluginLibraries;
import io.mycel.api.plugin.PluginLog;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.js.internal.net.NetworkAccess;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The server, as a plugin sees it, in the same JVM or from a process of its own. Called by any
 * thread; nothing blocks.
 */
public interface Server {
  /**
   * A method of {@code api} that needs the server.
   *
   * @param method such as {@code getPlugin}, or {@code ui.alert}
   */
  CompletionStage<Object> ask(String method, List<Object> args);

  /** A library, as {@link PluginLibraries} has it. */
  CompletionStage<PluginLibraries.Library> library(URI url);

  /** The network, as far as the plugin may use it. */
  default NetworkAccess network() {
    return NetworkAccess.NONE;
  }

  /**
   * A function of another client, as it is to be called now: the client of the hub through which
   * the plugin got it may have been replaced, with the hub.
   */
  default RemoteFunction renewed(RemoteFunction function) {
    return function;
  }

  /** A line for the plugin's log. */
  void log(PluginLog.Level level, String text);

  /** The plugin has come to its end by itself; nothing else follows. */
  void ended(String cause);
}
