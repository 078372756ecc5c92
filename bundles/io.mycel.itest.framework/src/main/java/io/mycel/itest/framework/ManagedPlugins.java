package io.mycel.itest.framework;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.hub.Hub;
import io.mycel.api.hub.Permission;
import io.mycel.api.hub.User;
import io.mycel.api.plugin.InstallRequest;
import io.mycel.api.plugin.PluginId;
import io.mycel.api.plugin.PluginManager;
import io.mycel.api.plugin.PluginState;
import io.mycel.api.plugin.PluginStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.util.tracker.ServiceTracker;

/** The plugins of one workspace, for tests in which their manager comes and goes. */
final class ManagedPlugins {
  static final String GREETER = "Greeter of Tests";
  static final User ADMINISTRATOR =
      new User(
          "administrator",
          List.of("admin"),
          false,
          null,
          null,
          Map.of("*", Permission.ADMIN),
          null);

  private final Bundle self = FrameworkUtil.getBundle(ManagedPlugins.class);
  private final BundleContext context = self.getBundleContext();
  private final ServiceTracker<Hub, Hub> hubs = new ServiceTracker<>(context, Hub.class, null);
  private final ServiceTracker<PluginManager, PluginManager> managers =
      new ServiceTracker<>(context, PluginManager.class, null);
  private final String workspace;

  ManagedPlugins(String workspace) {
    this.workspace = workspace;
    hubs.open();
    managers.open();
  }

  PluginId id(String name) {
    return new PluginId(workspace, name);
  }

  PluginManager manager() throws InterruptedException {
    return managers.waitForService(20_000);
  }

  static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(120, TimeUnit.SECONDS);
  }

  /** A function of the manager, as administrators call it. */
  Object manage(String function, Map<String, Object> arguments) throws Exception {
    Hub hub = hubs.waitForService(20_000);
    await(
        "the manager",
        () ->
            hub.services(ADMINISTRATOR, "public").stream()
                .anyMatch(service -> service.id().endsWith("plugin-manager:plugin-manager")));
    return get(
        hub.call(
            ADMINISTRATOR,
            "public",
            "plugin-manager:plugin-manager",
            function,
            List.of(),
            arguments));
  }

  /** A bundle with {@link GreeterPlugin}, of version {@code 1.0.number}. */
  static byte[] greeter(String symbolicName, int number) throws Exception {
    return Bundles.withHeaders(
        Bundles.withComponent(
            FrameworkUtil.getBundle(ManagedPlugins.class),
            GreeterPlugin.class,
            symbolicName,
            "1.0." + number),
        Map.of(
            "Bundle-Name",
            GREETER,
            "Provide-Capability",
            "mycel.plugin;type=java",
            "Require-Capability",
            "osgi.extender;filter:=\"(&(osgi.extender=mycel.plugin)(version>=1.0.0)(!(version>=2.0.0)))\""));
  }

  Path greeter(Path folder, String symbolicName, int number) throws Exception {
    return Files.write(folder.resolve("greeter" + number + ".jar"), greeter(symbolicName, number));
  }

  PluginStatus install(Path file) throws Exception {
    return get(manager().install(InstallRequest.of(file.toString(), workspace)));
  }

  /** A function of a plugin. */
  CompletionStage<Object> call(String service, String function, Object... arguments)
      throws Exception {
    return hubs.waitForService(20_000)
        .call(
            ADMINISTRATOR,
            workspace,
            service + ":" + service,
            function,
            List.of(arguments),
            Map.of());
  }

  /** Empty while there is no manager, too. */
  Optional<PluginStatus> status(String name) {
    PluginManager manager = managers.getService();
    return manager == null ? Optional.empty() : manager.plugin(id(name));
  }

  boolean isIn(String name, PluginState state) {
    return status(name).filter(status -> status.state() == state).isPresent();
  }

  void await(String name, BooleanSupplier reached) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (!reached.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, () -> name + " is " + status(name));
      Thread.onSpinWait();
    }
  }

  /** Removes those that are left. */
  void removeAll() throws Exception {
    for (PluginStatus plugin : manager().plugins()) {
      if (plugin.id().workspace().equals(workspace)) {
        get(manager().remove(plugin.id()));
      }
    }
    managers.close();
    hubs.close();
  }
}
