package io.mycel.itest.framework;

import static io.mycel.itest.framework.ManagedPlugins.GREETER;
import static io.mycel.itest.framework.ManagedPlugins.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.hub.HubException;
import io.mycel.api.plugin.PluginState;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;

/** Plugins that their repositories say must not run any more. */
class KillListTest {
  private static final String BUNDLE = "io.mycel.itest.killed";
  private static final String LIBRARY = "io.mycel.itest.killed.library";
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
    list("{\"sha256\": \"%s\", \"reason\": \"it sells data\"}".formatted(hash(file)));
    plugins.manage("refresh", Map.of());
  }

  private static String hash(Path file) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return HexFormat.of().formatHex(hash);
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

  private boolean isIn(int state, String symbolicName) {
    return Stream.of(context.getBundles())
        .filter(each -> symbolicName.equals(each.getSymbolicName()))
        .allMatch(each -> each.getState() == state);
  }

  private void assertKilled() {
    assertKilled(CAUSE);
    plugins.await(GREETER, () -> isIn(Bundle.RESOLVED, BUNDLE));
  }

  private void assertKilled(String cause) {
    plugins.await(GREETER, () -> plugins.isIn(GREETER, PluginState.FAILED));
    assertEquals(cause, plugins.status(GREETER).orElseThrow().cause());
    plugins.await(GREETER, () -> !isIn(Bundle.ACTIVE, BUNDLE));
  }

  /** A bundle that plugins need, beside the index of the repository. */
  private Path library(String version) throws Exception {
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
    headers.putValue(Constants.BUNDLE_SYMBOLICNAME, LIBRARY);
    headers.putValue(Constants.BUNDLE_VERSION, version);
    headers.putValue(Constants.EXPORT_PACKAGE, LIBRARY + ";version=" + version);
    Path file = repository.resolve("library-" + version + ".jar");
    try (OutputStream out = Files.newOutputStream(file)) {
      new JarOutputStream(out, manifest).close();
    }
    return file;
  }

  private void index(Path library, String version) throws Exception {
    Files.writeString(
        repository.resolve("index.xml"),
        """
        <repository><resource>
          <capability namespace="osgi.identity">
            <attribute name="osgi.identity" value="%1$s"/>
            <attribute name="version" type="Version" value="%2$s"/>
          </capability>
          <capability namespace="osgi.content">
            <attribute name="osgi.content" value="%3$s"/><attribute name="url" value="%4$s"/>
          </capability>
          <capability namespace="osgi.wiring.package">
            <attribute name="osgi.wiring.package" value="%1$s"/>
            <attribute name="version" type="Version" value="%2$s"/>
          </capability>
        </resource></repository>
        """
            .formatted(LIBRARY, version, hash(library), library.getFileName()));
    plugins.manage("refresh", Map.of());
  }

  /** A plugin that needs any version of that bundle. */
  private Path needing(int number) throws Exception {
    return Files.write(
        folder.resolve("needing" + number + ".jar"),
        Bundles.withHeaders(
            ManagedPlugins.greeter(BUNDLE, number),
            Map.of(
                Constants.IMPORT_PACKAGE,
                "io.mycel.api.rpc, org.osgi.framework, " + LIBRARY + ";version=\"[1,2)\"")));
  }

  @Test
  void pluginFallsWithABundleThatItNeedsSaysSoAndTakesANewOneWithItsUpdate() throws Exception {
    Path old = library("1.0.0");
    index(old, "1.0.0");
    assertEquals(PluginState.ACTIVE, plugins.install(needing(1)).state());
    assertTrue(isIn(Bundle.ACTIVE, LIBRARY));

    kill(old);
    String cause =
        "it needs the bundle "
            + LIBRARY
            + " 1.0.0, which must not run, says local: it sells data; remove it, or update it";
    assertKilled(cause);
    plugins.await(GREETER, () -> isIn(Bundle.RESOLVED, LIBRARY));

    Bundle manager = Bundles.find(context, "io.mycel.plugins");
    manager.stop();
    try (StartWatch starts = new StartWatch(context, BUNDLE);
        StartWatch libraries = new StartWatch(context, LIBRARY)) {
      manager.start();
      assertKilled(cause);
      assertEquals(0, starts.count() + libraries.count(), "neither started for a moment");
    }
    String refused = refusal(() -> plugins.install(needing(2)));
    assertTrue(refused.contains("left out is " + LIBRARY), refused);

    list("");
    plugins.manage("refresh", Map.of());
    plugins.await(GREETER, () -> plugins.isIn(GREETER, PluginState.ACTIVE));
    assertTrue(isIn(Bundle.ACTIVE, LIBRARY));

    kill(old);
    assertKilled(cause);
    index(library("1.1.0"), "1.1.0");
    assertEquals(PluginState.ACTIVE, plugins.install(needing(2)).state());
    assertEquals("1.0.2", call("version"));
    String back = refusal(() -> plugins.manage("rollback", Map.of()));
    assertTrue(back.contains(LIBRARY + " 1.0.0: it must not run, says local"), back);
    assertEquals("1.0.2", call("version"), "nobody has touched it");
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
