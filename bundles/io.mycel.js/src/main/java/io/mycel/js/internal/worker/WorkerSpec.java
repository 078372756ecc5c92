package io.mycel.js.internal.worker;

import io.mycel.api.rpc.RemoteFunction;
import io.mycel.js.engine.JsFiles;
import io.mycel.js.internal.limits.Limits;
import io.mycel.js.internal.net.NetworkAccess;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

/**
 * What a worker is made of.
 *
 * @param name of the plugin, for its thread and its log
 * @param files that it may import and read
 * @param network that it may use
 * @param limits of it
 * @param executor runs the functions of Java that the plugin calls, which may block
 * @param renewed gives the function to be called in place of one of another client that the plugin
 *     got some time ago
 */
public record WorkerSpec(
    String name,
    JsFiles files,
    NetworkAccess network,
    Limits limits,
    Executor executor,
    UnaryOperator<RemoteFunction> renewed) {
  /** Nothing may be null. */
  public WorkerSpec {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(files, "files");
    Objects.requireNonNull(network, "network");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(executor, "executor");
    Objects.requireNonNull(renewed, "renewed");
  }

  /** A worker without a server. */
  public WorkerSpec(
      String name, JsFiles files, NetworkAccess network, Limits limits, Executor executor) {
    this(name, files, network, limits, executor, UnaryOperator.identity());
  }

  /** A worker without a network. */
  public WorkerSpec(String name, JsFiles files, Limits limits, Executor executor) {
    this(name, files, NetworkAccess.NONE, limits, executor);
  }
}
