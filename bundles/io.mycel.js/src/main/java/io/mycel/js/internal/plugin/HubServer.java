package io.mycel.js.internal.plugin;

import io.mycel.api.hub.Hub;
import io.mycel.api.plugin.PluginContext;
import io.mycel.api.plugin.PluginLibraries;
import io.mycel.api.plugin.PluginLog;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RemoteFunction;
import io.mycel.js.internal.net.NetworkAccess;
import io.mycel.js.internal.net.NetworkHost;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;

/** The server for one start of a plugin. */
final class HubServer implements Server {
  private final PluginContext context;
  private final NetworkAccess network;
  private final NetworkHost networkHost;
  private final OwnServices own;
  private final ApiCalls calls;

  /**
   * The server for a plugin.
   *
   * @param bundle offers the services that the plugin registers
   * @param hub gives null while there is none
   * @param executor reads files
   */
  HubServer(
      PluginContext context,
      BundleContext bundle,
      Supplier<Hub> hub,
      NetworkAccess network,
      WorkspaceFiles files,
      Executor executor) {
    this.context = context;
    this.network = network;
    this.networkHost = new NetworkHost(network);
    this.own = new OwnServices(context, bundle);
    this.calls = new ApiCalls(context, new OtherServices(context, hub), own, files, executor);
  }

  @Override
  public CompletionStage<Object> ask(String method, List<Object> args) {
    return NetworkHost.takes(method) ? networkHost.ask(method, args) : calls.ask(method, args);
  }

  @Override
  public CompletionStage<PluginLibraries.Library> library(URI url) {
    CompletionStage<PluginLibraries.Library> fetched;
    try {
      fetched = context.libraries().fetch(url);
    } catch (RuntimeException e) {
      fetched = CompletableFuture.failedFuture(e);
    }
    // in its words already here: on the way to another process nothing is left of its class
    return fetched.exceptionallyCompose(
        failure -> CompletableFuture.failedFuture(new PluginFailure(Failures.message(failure))));
  }

  @Override
  public NetworkAccess network() {
    return network;
  }

  @Override
  public RemoteFunction renewed(RemoteFunction function) {
    Peer own = context.peer().orElse(null);
    Peer known = function.peer();
    return own == null || own == known || !own.address().equals(known.address())
        ? function
        : new RemoteFunction(
            own, function.target(), function.method(), function.promise(), function.wire());
  }

  @Override
  public void log(PluginLog.Level level, String text) {
    context.log().write(level, text);
  }

  @Override
  public void ended(String cause) {
    own.close();
    networkHost.close();
    context.failed(cause);
  }

  /** What the plugin has registered is taken back. */
  void close() {
    own.close();
    networkHost.close();
  }
}
