package io.mycel.itest.framework;

import static io.mycel.itest.framework.ManagedPlugins.GREETER;
import static io.mycel.itest.framework.ManagedPlugins.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.hub.HubException;
import io.mycel.api.plugin.PluginState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/** Plugins that their repositories say must not run any more. */
class KillListTest {
  private static final String BUNDLE = "io.mycel.itest.killed";
  private static final String CAUSE =
      "it must not run, says local: it sells data; remove it, or update it";

  private final BundleContext context =
      FrameworkUtil.getBundle(KillListTest.class).getBundleContext();
  private final ManagedPlugins plugins = new ManagedPlugins("kill-list-test");

  @TempDir Path folder;

  private Path repository;

  @BeforeEach
  void addRepository() throws Exception {
    repository = Files.createDirectory(folder.resolve("repository"));
    list("");
    plugins.manage("add_repository", Map.of("source", repository.toString()));
  }

  @AfterEach
  void removeAll() throws Exception {
    plugins.manage("remove_repository", Map.of("source", repository.toString()));
    plugins.removeAll();
  }

  private void list(String killed) throws Exception {
    Files.writeString(
        repository.resolve("manifest.imjoy.json"),
        "{\"name\": \"r\", \"plugins\": [], \"killed\": [" + killed + "]}");
  }

  private void kill(Path file) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    list(
        "{\"sha256\": \"%s\", \"reason\": \"it sells data\"}"
            .formatted(HexFormat.of().formatHex(hash)));
    plugins.manage("refresh", Map.of());
  }

  private Path greeter(int number) throws Exception {
    return plugins.greeter(folder, BUNDLE, number);
  }

  private Object call(String function) throws Exception {
    return get(plugins.call("greeter-of-tests", function));
  }

  private static String refusal(Executable action) {
    return assertThrows(ExecutionException.class, action).getCause().getMessage();
  }

  private boolean isBundleIn(int state) {
    return Stream.of(context.getBundles())
        .filter(each -> BUNDLE.equals(each.getSymbolicName()))
        .allMatch(each -> each.getState() == state);
  }

  private void assertKilled() {
    plugins.await(GREETER, () -> plugins.isIn(GREETER, PluginState.FAILED));
    assertEquals(CAUSE, plugins.status(GREETER).orElseThrow().cause());
    plugins.await(GREETER, () -> isBundleIn(Bundle.RESOLVED));
  }

  @Test
  void pluginIsStoppedWithItsBundleStaysSoAfterARestartAndGoesOnWhenItMay() throws Exception {
    Path file = greeter(1);
    assertEquals(PluginState.ACTIVE, plugins.install(file).state());
    Object first = call("instance");

    kill(file);
    assertKilled();
    assertThrows(HubException.class, () -> call("instance"), "its service is gone");

    Bundle manager = Bundles.find(context, "io.mycel.plugins");
    manager.stop();
    try (StartWatch starts = new StartWatch(context, BUNDLE)) {
      manager.start();
      assertKilled();
      assertEquals(0, starts.count(), "its bundle was not started for a moment either");
    }

    list("");
    plugins.manage("refresh", Map.of());
    plugins.await(GREETER, () -> plugins.isIn(GREETER, PluginState.ACTIVE));
    assertNotEquals(first, call("instance"));
  }

  @Test
  void rollbackToAVersionThatMustNotRunIsRefusedAndTheNewOneGoesOn() throws Exception {
    Path old = greeter(1);
    plugins.install(old);
    plugins.install(greeter(2));
    Object instance = call("instance");
    kill(old);
    String rollback = refusal(() -> plugins.manage("rollback", Map.of()));
    assertTrue(rollback.contains(CAUSE), rollback);
    String install = refusal(() -> plugins.install(old));
    assertTrue(install.contains("must not run, says local: it sells data"), install);
    assertEquals("1.0.2", call("version"));
    assertEquals(instance, call("instance"), "nobody has touched it");
  }

  @Test
  void updateOfAPluginThatMustNotRunLetsItRunAgain() throws Exception {
    Path old = greeter(1);
    plugins.install(old);
    kill(old);
    assertKilled();
    assertEquals(PluginState.ACTIVE, plugins.install(greeter(2)).state());
    assertEquals("1.0.2", call("version"));
  }
}
