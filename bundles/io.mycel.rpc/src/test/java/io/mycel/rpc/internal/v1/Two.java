package io.mycel.rpc.internal.v1;

import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.v1.PluginFunction;
import io.mycel.api.rpc.v1.PluginGroup;
import io.mycel.api.rpc.v1.PluginLimits;
import io.mycel.api.rpc.v1.PluginListener;
import io.mycel.api.rpc.v1.PluginPeer;
import io.mycel.api.transport.MessagePort;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A core and a plugin in one thread. */
final class Two {
  static final Map<String, Object> CONFIG =
      Map.of("name", "plug", "type", "web-worker", "allow_execution", true);

  final MessagePort.Pair ports = MessagePort.inMemory(Runnable::run, 1000);
  final PluginPeer core;
  final PluginPeer plugin;

  Two(Object coreApi, Object pluginApi) {
    this(limits(100, 100), new PluginGroup(), "p1", coreApi, pluginApi);
  }

  Two(PluginLimits limits, PluginGroup group, String peerId, Object coreApi, Object pluginApi) {
    PluginRpc engine = new PluginRpc(limits);
    core =
        PluginPeer.core(
            ports.core(), Map.of(), coreApi, PluginListener.NONE, Runnable::run, engine, group);
    plugin =
        PluginPeer.plugin(
            ports.plugin(), peerId, CONFIG, PluginListener.NONE, Runnable::run, engine);
    if (pluginApi != null) {
      plugin.export(pluginApi);
    }
    core.start();
    plugin.start().join();
  }

  static PluginLimits limits(int objects, int callbacks) {
    return new PluginLimits(
        20,
        objects,
        callbacks,
        10,
        5,
        Duration.ofSeconds(20),
        Duration.ofSeconds(20),
        Duration.ofSeconds(20));
  }

  /** A function of the core, as the plugin sees it. */
  PluginFunction core(String name) {
    return (PluginFunction) plugin.remoteApi().join().get(name);
  }

  /** A function of the plugin, as the core sees it. */
  PluginFunction plugin(String name) {
    return (PluginFunction) core.requestApi().join().get(name);
  }

  /** A map in the order written, which may hold null. */
  static Map<String, Object> map(Object... entries) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < entries.length; i += 2) {
      map.put((String) entries[i], entries[i + 1]);
    }
    return map;
  }

  /** How a future failed; fails itself if it has not, or not yet. */
  static RpcException failure(CompletableFuture<?> future) {
    if (!future.isDone()) {
      throw new AssertionError("not answered");
    }
    try {
      throw new AssertionError("did not fail, but gave " + future.join());
    } catch (CompletionException e) {
      return (RpcException) e.getCause();
    }
  }

  static List<Object> list(Object... values) {
    List<Object> list = new java.util.ArrayList<>();
    java.util.Collections.addAll(list, values);
    return list;
  }
}
