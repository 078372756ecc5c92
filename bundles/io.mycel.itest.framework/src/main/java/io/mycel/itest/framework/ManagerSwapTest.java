package io.mycel.itest.framework;

import static io.mycel.itest.framework.ManagedPlugins.GREETER;
import static io.mycel.itest.framework.ManagedPlugins.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.hub.Hub;
import io.mycel.api.hub.Permission;
import io.mycel.api.hub.User;
import io.mycel.api.plugin.InstallRequest;
import io.mycel.api.plugin.Isolation;
import io.mycel.api.plugin.PluginState;
import io.mycel.api.plugin.PluginStatus;
import io.mycel.api.rpc.Peer;
import io.mycel.api.rpc.RpcFunction;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.test.common.annotation.InjectService;
import org.osgi.test.junit5.service.ServiceExtension;

/** The bundle that manages plugins is itself replaced while they run. */
@ExtendWith(ServiceExtension.class)
class ManagerSwapTest {
  private static final String WORKSPACE = "manager-swap-test";
  private static final String BUNDLE = "io.mycel.itest.swapped";
  private static final String SCRIPT = "Script of Tests";
  private static final String STOPPED = "Stopped of Tests";
  private static final User USER =
      new User(
          "manager-swap-test", List.of(), false, null, null, Map.of("*", Permission.ADMIN), null);

  private final BundleContext context =
      FrameworkUtil.getBundle(ManagerSwapTest.class).getBundleContext();
  private final ManagedPlugins plugins = new ManagedPlugins(WORKSPACE);

  @TempDir Path folder;

  @InjectService(timeout = 10_000)
  Hub hub;

  @AfterEach
  void removeAll() throws Exception {
    plugins.removeAll();
  }

  private Path script(String name) throws Exception {
    return Files.writeString(
        folder.resolve(name + ".imjoy.html"),
        """
        <config lang="json">
        {"name": "%s", "type": "web-worker", "version": "0.1.0", "api_version": "0.1.8"}
        </config>
        <script lang="javascript">
        let begun = ""
        api.export({
          setup() { begun += "setup" },
          resume() { begun += "resume" },
          begun: () => begun,
          async keep(value) { await api.setConfig("kept", value) },
          async kept() { return await api.getConfig("kept") }
        })
        </script>
        """
            .formatted(name));
  }

  private static void replace(Bundle bundle) {
    try {
      bundle.update(new ByteArrayInputStream(Bundles.jar(bundle)));
    } catch (BundleException | java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void assertIsAsItWas(PluginStatus before) {
    PluginStatus now = plugins.status(before.id().name()).orElseThrow();
    assertEquals(before.version(), now.version());
    assertEquals(before.sha256(), now.sha256());
    assertEquals(before.isolation(), now.isolation());
    assertEquals(before.permissions(), now.permissions());
    assertEquals(before.pinned(), now.pinned());
    assertEquals(before.clientId(), now.clientId());
    assertEquals(before.serviceId(), now.serviceId());
    assertEquals(before.state(), now.state(), now.cause());
  }

  @Test
  void callsInFlightEndAndPluginsComeBackAsTheyWere() throws Exception {
    plugins.install(plugins.greeter(folder, BUNDLE, 1));
    plugins.install(plugins.greeter(folder, BUNDLE, 2));
    PluginStatus script =
        get(
            plugins
                .manager()
                .install(
                    new InstallRequest(
                        script(SCRIPT).toString(),
                        null,
                        WORKSPACE,
                        List.of("network:example.org"),
                        Isolation.IN_JVM,
                        true,
                        true,
                        null)));
    assertEquals(PluginState.ACTIVE, script.state(), script.cause());
    get(plugins.call("script-of-tests", "keep", 7));
    plugins.install(script(STOPPED));
    PluginStatus stopped = get(plugins.manager().stop(plugins.id(STOPPED)));
    plugins.manage("pin", Map.of("name", GREETER, "workspace", WORKSPACE));
    PluginStatus greeter = plugins.status(GREETER).orElseThrow();
    assertTrue(greeter.pinned());

    Peer caller = hub.connect(WORKSPACE, "caller", USER);
    CompletableFuture<String> release = new CompletableFuture<>();
    CompletableFuture<Boolean> asked = new CompletableFuture<>();
    RpcFunction releasing =
        ask -> {
          asked.complete(true);
          return release;
        };
    CompletableFuture<Object> inFlight =
        caller
            .function(WORKSPACE + "/greeter-of-tests", "services.greeter-of-tests.hold")
            .call(releasing);
    asked.get(60, TimeUnit.SECONDS);

    Bundle manager = Bundles.find(context, "io.mycel.plugins");
    CompletableFuture<Void> replaced = CompletableFuture.runAsync(() -> replace(manager));
    // its service stays in the list: others wait for it meanwhile
    plugins.await(GREETER, () -> !plugins.isIn(GREETER, PluginState.ACTIVE));
    assertFalse(inFlight.isDone());
    release.complete("now");
    assertEquals("1.0.2", inFlight.get(60, TimeUnit.SECONDS));
    replaced.get(120, TimeUnit.SECONDS);
    caller.close("it has its answer");

    plugins.await(GREETER, () -> plugins.isIn(GREETER, PluginState.ACTIVE));
    plugins.await(SCRIPT, () -> plugins.isIn(SCRIPT, PluginState.ACTIVE));
    plugins.await(STOPPED, () -> plugins.isIn(STOPPED, PluginState.INSTALLED));
    assertIsAsItWas(greeter);
    assertIsAsItWas(script);
    assertIsAsItWas(stopped);
    assertEquals("1.0.2", get(plugins.call("greeter-of-tests", "version")));
    assertEquals(7, ((Number) get(plugins.call("script-of-tests", "kept"))).intValue());
    assertEquals("setup resume", get(plugins.call("greeter-of-tests", "begun")), "its old object");
    assertEquals("resume", get(plugins.call("script-of-tests", "begun")), "in a new world");

    plugins.manage("pin", Map.of("name", GREETER, "workspace", WORKSPACE, "pinned", false));
    plugins.install(plugins.greeter(folder, BUNDLE, 3));
    assertEquals("1.0.3", get(plugins.call("greeter-of-tests", "version")));
    assertEquals("setup", get(plugins.call("greeter-of-tests", "begun")), "another version");
    plugins.manage("rollback", Map.of());
    assertEquals("1.0.2", get(plugins.call("greeter-of-tests", "version")), "history is kept");
  }
}
