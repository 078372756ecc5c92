package io.mycel.itest.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.plugin.PluginContext;
import io.mycel.api.plugin.PluginId;
import io.mycel.api.plugin.PluginManager;
import io.mycel.api.plugin.PluginRuntime;
import io.mycel.api.plugin.PluginState;
import io.mycel.api.plugin.PluginStatus;
import io.mycel.api.plugin.RunningPlugin;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.test.common.annotation.InjectService;
import org.osgi.test.junit5.service.ServiceExtension;

/** A host that has Felix FileInstall takes plugin files from the folders that it watches. */
@ExtendWith(ServiceExtension.class)
class FileInstallTest {
  private static final String DIRECTORY = "felix.fileinstall.dir";
  private static final String POLL = "felix.fileinstall.poll";
  private static final PluginId ID = new PluginId("public", "Dropped by FileInstall");

  private final BundleContext context =
      FrameworkUtil.getBundle(FileInstallTest.class).getBundleContext();

  @TempDir Path folder;

  @InjectService(timeout = 10_000)
  PluginManager plugins;

  private Path watched;
  private Bundle fileInstall;
  private ServiceRegistration<PluginRuntime> runtime;

  @BeforeEach
  void installFileInstall() throws Exception {
    runtime =
        context.registerService(
            PluginRuntime.class,
            FileInstallTest::start,
            new Hashtable<>(Map.of(PluginRuntime.TYPES, new String[] {"dropped-type"})));
    watched = Files.createDirectory(folder.resolve("watched"));
    // it reads those of the framework, and of the JVM for what the framework has not
    System.setProperty(DIRECTORY, watched.toString());
    System.setProperty(POLL, "100");
    try (InputStream jar = getClass().getResourceAsStream("/lib/fileinstall.jar")) {
      fileInstall = context.installBundle("test:fileinstall", jar);
    }
    fileInstall.start();
  }

  @AfterEach
  void uninstallFileInstall() throws Exception {
    System.clearProperty(DIRECTORY);
    System.clearProperty(POLL);
    fileInstall.uninstall();
    for (Bundle bundle : context.getBundles()) {
      if (bundle.getLocation().contains(watched.toUri().getPath())) {
        bundle.uninstall();
      }
    }
    runtime.unregister();
  }

  private static CompletionStage<RunningPlugin> start(PluginContext plugin) {
    return CompletableFuture.completedStage(
        new RunningPlugin() {
          @Override
          public Map<String, Object> members() {
            return Map.of();
          }

          @Override
          public CompletionStage<Void> stop() {
            return CompletableFuture.completedStage(null);
          }
        });
  }

  private void drop(String version) throws Exception {
    Path part = folder.resolve("part");
    Files.writeString(
        part,
        """
        <config lang="json">
        {"name": "Dropped by FileInstall", "type": "dropped-type", "version": "%s"}
        </config>
        <script lang="javascript">api.export({})</script>
        """
            .formatted(version));
    Files.move(part, watched.resolve("Dropped.imjoy.html"), StandardCopyOption.REPLACE_EXISTING);
  }

  private void await(Predicate<Optional<PluginStatus>> wanted) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!wanted.test(plugins.plugin(ID))) {
      assertTrue(System.nanoTime() < deadline, () -> "it is " + plugins.plugin(ID));
      Thread.onSpinWait();
    }
  }

  private static boolean isActive(Optional<PluginStatus> status, String version) {
    return status
        .filter(each -> each.state() == PluginState.ACTIVE && each.version().equals(version))
        .isPresent();
  }

  @Test
  void pluginFileIsInstalledUpdatedAndRemovedWithItsFile() throws Exception {
    drop("1.0.0");
    await(status -> isActive(status, "1.0.0"));
    assertEquals("dropped-type", plugins.plugin(ID).orElseThrow().type());
    drop("1.1.0");
    await(status -> isActive(status, "1.1.0"));
    Files.delete(watched.resolve("Dropped.imjoy.html"));
    await(Optional::isEmpty);
  }
}
