package io.mycel.itest.framework;

import io.mycel.api.hub.Hub;
import io.mycel.api.hub.User;
import io.mycel.api.plugin.InstallRequest;
import io.mycel.api.plugin.Isolation;
import io.mycel.api.plugin.PluginId;
import io.mycel.api.plugin.PluginManager;
import io.mycel.api.plugin.PluginStatus;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;

/** Plugins in JavaScript of a test, which are removed with it. */
final class JsPlugins {
  static final String WORKSPACE = "public";

  private final ServiceTracker<Hub, Hub> hubs;
  private final ServiceTracker<PluginManager, PluginManager> managers;
  private final Set<PluginId> installed = new LinkedHashSet<>();
  final PluginManager manager;

  JsPlugins(BundleContext context) throws InterruptedException {
    hubs = new ServiceTracker<>(context, Hub.class, null);
    managers = new ServiceTracker<>(context, PluginManager.class, null);
    hubs.open();
    managers.open();
    manager = managers.waitForService(20_000);
  }

  /** A plugin file, with more of the config and more blocks than usual. */
  private static String file(
      String name, String version, String config, String script, String blocks) {
    return """
    <docs lang="markdown">
    A plugin of the tests.
    </docs>
    <config lang="json">
    {"name": "%s", "type": "web-worker", "version": "%s", "api_version": "0.1.8",
     "description": "A plugin of the tests.", "tags": [], "inputs": null, "outputs": null%s}
    </config>
    <script lang="javascript">
    %s
    </script>
    """
            .formatted(name, version, config, script)
        + blocks;
  }

  PluginStatus install(String name, String version, String script, Isolation isolation)
      throws Exception {
    return install(name, file(name, version, "", script, ""), isolation);
  }

  /**
   * Installs a plugin of some special kind.
   *
   * @param config more of it, with a comma before each
   * @param blocks behind the script
   */
  PluginStatus install(
      String name, String config, String script, String blocks, Isolation isolation)
      throws Exception {
    return install(name, file(name, "0.1.0", config, script, blocks), isolation);
  }

  private PluginStatus install(String name, String file, Isolation isolation) throws Exception {
    installed.add(new PluginId(WORKSPACE, name));
    return get(
        manager.install(
            new InstallRequest(file, null, WORKSPACE, List.of(), isolation, true, false, null)));
  }

  CompletableFuture<Object> call(PluginStatus plugin, String function, Object... args)
      throws Exception {
    Hub hub = hubs.waitForService(20_000);
    User anonymous = hub.authenticate(null);
    return hub.call(anonymous, WORKSPACE, plugin.serviceId(), function, List.of(args), Map.of())
        .toCompletableFuture();
  }

  static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(120, TimeUnit.SECONDS);
  }

  /** Numbers as longs, whatever they came as. */
  static Object longs(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(JsPlugins::longs).toList();
    }
    return value instanceof Number number ? (Object) number.longValue() : value;
  }

  /** Removes those that are there. */
  void close() throws Exception {
    for (PluginId plugin : installed) {
      if (manager.plugin(plugin).isPresent()) {
        get(manager.remove(plugin));
      }
    }
    managers.close();
    hubs.close();
  }
}
