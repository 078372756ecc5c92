package io.mycel.plugins.internal.manage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.plugin.PluginId;
import io.mycel.api.plugin.PluginRuntime;
import io.mycel.api.plugin.PluginState;
import io.mycel.plugins.internal.life.Extender;
import io.mycel.plugins.internal.life.Life;
import io.mycel.plugins.internal.life.LifeLimits;
import io.mycel.plugins.internal.life.View;
import io.mycel.plugins.internal.store.ContentKind;
import io.mycel.plugins.internal.store.ContentStore;
import io.mycel.plugins.internal.store.InstalledPlugin;
import io.mycel.plugins.internal.store.ProfileStore;
import io.mycel.plugins.internal.store.SetUps;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.felix.framework.Felix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/** The plugins of a profile in a framework. */
class PluginSetTest {
  private static final String TYPE = "test-type";

  @TempDir Path folder;
  private final Queue<String> started = new ConcurrentLinkedQueue<>();
  private Felix felix;
  private Life life;
  private Extender extender;
  private FrameworkBundles bundles;
  private ContentStore contents;
  private ProfileStore profiles;
  private PluginSet set;

  @BeforeEach
  void start() throws Exception {
    felix =
        new Felix(
            Map.of(
                Constants.FRAMEWORK_STORAGE,
                folder.resolve("cache").toString(),
                Constants.FRAMEWORK_SYSTEMCAPABILITIES_EXTRA,
                "osgi.extender;osgi.extender=mycel.plugin;version:Version=1.0.0"));
    felix.start();
    BundleContext context = felix.getBundleContext();
    life =
        new Life(
            context,
            new CrashProgram.Nothing(new SetUps(folder.resolve("set-up"))),
            LifeLimits.STANDARD,
            InstantSource.system());
    extender = new Extender(context, life, "public");
    bundles = new FrameworkBundles(context);
    contents = new ContentStore(folder.resolve("content"));
    profiles = new ProfileStore(folder.resolve("profile"), InstantSource.system(), 10);
    set =
        new PluginSet(
            profiles,
            contents,
            bundles,
            new Transaction(life, bundles, contents, PluginSetTest::forbidden, 30, Runnable::run));
    extender.open();
    PluginRuntime runtime =
        plugin -> {
          started.add(plugin.id().name());
          return CompletableFuture.completedStage(new CrashProgram.Running());
        };
    context.registerService(
        PluginRuntime.class, runtime, new Hashtable<>(Map.of(PluginRuntime.TYPES, TYPE)));
  }

  @AfterEach
  void stop() throws Exception {
    life.close();
    extender.close();
    felix.stop();
    felix.waitForStop(10_000);
  }

  private static String forbidden(InstalledPlugin plugin) {
    return plugin.name().equals("Bad") ? "it must not run" : null;
  }

  /** A plugin of the profile, whose content is in the store. */
  private InstalledPlugin plugin(String name) throws Exception {
    String text = "<config>{\"name\": \"%s\", \"type\": \"%s\"}</config>".formatted(name, TYPE);
    return plugin(name, contents.put(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static InstalledPlugin plugin(String name, String hash) {
    return new InstalledPlugin(
        "local",
        name,
        null,
        "public",
        name + ".imjoy.html",
        null,
        null,
        ContentKind.FILE,
        "0.1.0",
        hash,
        null,
        false,
        false);
  }

  private View settled(String name) throws Exception {
    return life.settled(new PluginId("public", name), true)
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  @Test
  void pluginsThatCannotLiveDoNotKeepOthersFromIt() throws Exception {
    String absent = ContentStore.sha256(new byte[] {1});
    profiles.commit(
        "install",
        List.of(
            plugin("One"), plugin("Bad"), plugin("!?"), plugin("Absent", absent), plugin("Two")));

    set.open();

    assertEquals(PluginState.ACTIVE, settled("One").state());
    assertEquals(PluginState.ACTIVE, settled("Two").state());
    assertEquals(PluginState.FAILED, settled("Bad").state());
    assertEquals("it must not run", settled("Bad").cause());
    assertTrue(settled("Absent").cause().startsWith("it cannot be installed again"));
    assertEquals(5, set.all().size());
    assertEquals(List.of("One", "Two"), started.stream().sorted().toList());
  }

  @Test
  void whatIsNoLongerNeededGoesWithTheProfileThatNeededIt() throws Exception {
    InstalledPlugin one = plugin("One");
    contents.put(new byte[] {2});
    profiles.commit("install", List.of(plugin("Two")));
    profiles.commit("install", List.of(one));

    set.open();

    assertEquals(profiles.hashes(), contents.names());
    assertEquals(2, contents.names().size());
    assertEquals(
        List.of("mycel.plugin.local.One"),
        bundles.managed().stream().map(Bundle::getSymbolicName).toList());
  }
}
