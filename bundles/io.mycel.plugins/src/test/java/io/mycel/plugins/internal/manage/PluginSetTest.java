package io.mycel.plugins.internal.manage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.plugin.Isolation;
import io.mycel.api.plugin.PluginId;
import io.mycel.api.plugin.PluginRuntime;
import io.mycel.api.plugin.PluginState;
import io.mycel.api.plugin.RunningPlugin;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.plugins.internal.life.Extender;
import io.mycel.plugins.internal.life.Life;
import io.mycel.plugins.internal.life.LifeLimits;
import io.mycel.plugins.internal.life.View;
import io.mycel.plugins.internal.store.Agreement;
import io.mycel.plugins.internal.store.ContentKind;
import io.mycel.plugins.internal.store.ContentStore;
import io.mycel.plugins.internal.store.Disk;
import io.mycel.plugins.internal.store.InstalledPlugin;
import io.mycel.plugins.internal.store.ProfileStore;
import io.mycel.plugins.internal.store.SetUps;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

  /** The version that does not start. */
  private static final String BROKEN = "0.6.6";

  @TempDir Path folder;
  private final Queue<String> started = new ConcurrentLinkedQueue<>();
  private final Queue<String> lives = new ConcurrentLinkedQueue<>();
  private Felix felix;
  private Life life;
  private Extender extender;
  private FrameworkBundles bundles;
  private ContentStore contents;
  private ProfileStore profiles;
  private Transaction transaction;
  private PluginSet set;

  private volatile boolean full;

  /** Keeps no profile while it is full. */
  private final class FullDisk extends Disk {
    @Override
    public void write(Path file, byte[] content) throws IOException {
      if (full) {
        throw new IOException("no space left on device");
      }
      super.write(file, content);
    }
  }

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
    SetUps setUps = new SetUps(folder.resolve("set-up"));
    life =
        new Life(
            context, new CrashProgram.Nothing(setUps), LifeLimits.STANDARD, InstantSource.system());
    extender = new Extender(context, life, "public");
    bundles = new FrameworkBundles(context);
    contents = new ContentStore(folder.resolve("content"));
    profiles =
        new ProfileStore(folder.resolve("profile"), new FullDisk(), InstantSource.system(), 10);
    transaction =
        new Transaction(
            life, bundles, contents, setUps, PluginSetTest::forbidden, 30, Runnable::run);
    set = new PluginSet(profiles, contents, bundles, transaction);
    extender.open();
    PluginRuntime runtime =
        plugin -> {
          started.add(plugin.id().name());
          if (plugin.descriptor().version().equals(BROKEN)) {
            return CompletableFuture.failedStage(new IllegalStateException("it does not start"));
          }
          String version = plugin.id().name() + " " + plugin.descriptor().version();
          lives.add("starts " + version);
          return CompletableFuture.completedStage(
              new RunningPlugin() {
                @Override
                public Map<String, Object> members() {
                  return Map.of("run", (RpcFunction) call -> 1);
                }

                @Override
                public CompletionStage<Void> stop() {
                  lives.add("ends " + version);
                  return CompletableFuture.completedStage(null);
                }
              });
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
    return version(name, "0.1.0");
  }

  private InstalledPlugin version(String name, String version) throws Exception {
    String text =
        "<config>{\"name\": \"%s\", \"type\": \"%s\", \"version\": \"%s\"}</config>"
            .formatted(name, TYPE, version);
    return plugin(name, version, contents.put(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static InstalledPlugin plugin(String name, String version, String hash) {
    return new InstalledPlugin(
        "local",
        name,
        null,
        "public",
        name + ".imjoy.html",
        null,
        null,
        ContentKind.FILE,
        version,
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
            plugin("One"),
            plugin("Bad"),
            plugin("!?"),
            plugin("Absent", "0.1.0", absent),
            plugin("Two")));

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

  @Test
  void pluginsThatHaveTakenOverGoBackIfAnotherOfTheirChangeDoesNotStart() throws Exception {
    List<InstalledPlugin> before = List.of(plugin("One"), plugin("Allowed"), plugin("Two"));
    set.change(new Change("install", List.of(), before, Map.of()), true);
    assertEquals(PluginState.ACTIVE, settled("One").state());
    assertEquals(PluginState.ACTIVE, settled("Two").state());
    Agreement more = new Agreement(Isolation.IN_JVM, List.of("network"), true);
    List<InstalledPlugin> after =
        List.of(version("One", "0.2.0"), before.get(1).agreed(more), version("Two", BROKEN));

    InstallException refused =
        assertThrows(
            InstallException.class,
            () -> set.change(new Change("update", before, after, Map.of()), true));

    assertTrue(refused.getMessage().contains("it does not start"), refused.getMessage());
    List<String> ofOne = lives.stream().filter(life -> life.contains("One")).toList();
    assertEquals(
        List.of("starts One 0.1.0", "starts One 0.2.0", "ends One 0.1.0", "starts One 0.1.0"),
        ofOne.subList(0, 4),
        "it is there again before the new one ends");
    assertEquals(List.of("ends One 0.2.0"), ofOne.subList(4, ofOne.size()));
    for (InstalledPlugin old : before) {
      View view = settled(old.name());
      assertEquals(PluginState.ACTIVE, view.state());
      assertEquals(bundles.find(old).orElseThrow().getBundleId(), view.bundle());
    }
    assertEquals(List.of(), settled("Allowed").grant().permissions());
    assertEquals(3, bundles.managed().size());
    assertEquals(before, profiles.current().plugins());
    assertEquals(before, set.all());
  }

  @Test
  void whatCannotBeWrittenDownEndsAndLeavesNothing() throws Exception {
    List<InstalledPlugin> before = List.of(plugin("One"));
    set.change(new Change("install One", List.of(), before, Map.of()), true);
    assertEquals(PluginState.ACTIVE, settled("One").state());
    List<InstalledPlugin> after = List.of(before.get(0), plugin("Two"));
    full = true;

    InstallException refused =
        assertThrows(
            InstallException.class,
            () -> set.change(new Change("install Two", before, after, Map.of()), true));

    assertTrue(
        refused
            .getMessage()
            .startsWith("install Two: it cannot be written down, and was not done: "),
        refused.getMessage());
    assertEquals(List.of("starts Two 0.1.0", "ends Two 0.1.0"), lives.stream().skip(1).toList());
    assertEquals(Optional.empty(), life.view(new PluginId("public", "Two")));
    assertEquals(1, bundles.managed().size());
    assertEquals(before, set.all());
    try (Stream<Path> setUp = Files.list(folder.resolve("set-up"))) {
      assertEquals(1, setUp.count(), "of the other one");
    }
    full = false;
    set.change(new Change("install Two", before, after, Map.of()), true);
    assertEquals(PluginState.ACTIVE, settled("Two").state());
    assertEquals(after, profiles.current().plugins());
  }

  @Test
  void timeOfInstallsIsThatFromTheRequestUntilBundlesAreResolved() throws Exception {
    long asked = System.nanoTime() - TimeUnit.HOURS.toNanos(1);

    set.change(
        new Change("install", List.of(), List.of(plugin("One"), plugin("Two")), Map.of(), asked),
        true);

    InstallTimes.Sum two = transaction.times().sum();
    assertEquals(2, two.bundles());
    assertTrue(two.nanos() >= TimeUnit.HOURS.toNanos(2), two::toString);
    List<InstalledPlugin> before = set.all();
    set.change(new Change("remove", before, before.subList(0, 1), Map.of()), true);
    assertEquals(two, transaction.times().sum());
  }
}
