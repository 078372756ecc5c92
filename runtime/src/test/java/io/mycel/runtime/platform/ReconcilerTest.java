package io.mycel.runtime.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.apache.felix.framework.Felix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;

class ReconcilerTest {
  @TempDir Path directory;

  private interface Check {
    void on(BundleContext context) throws Exception;
  }

  /** Starts a framework on the same cache, reconciles it with some bundles, and looks. */
  private void reconcile(Map<String, String> versions, Check check) throws Exception {
    Felix felix =
        new Felix(Map.of(Constants.FRAMEWORK_STORAGE, directory.resolve("cache").toString()));
    felix.init();
    try (ZipFile jar = new ZipFile(jar(versions).toFile())) {
      new Reconciler(felix.getBundleContext(), jar).run();
      check.on(felix.getBundleContext());
    } finally {
      felix.stop();
      felix.waitForStop(10_000);
    }
  }

  private Path jar(Map<String, String> versions) throws IOException {
    Path path = directory.resolve("mycel.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
      for (Map.Entry<String, String> entry : new TreeMap<>(versions).entrySet()) {
        zip.putNextEntry(new ZipEntry("bundles/" + entry.getKey() + ".jar"));
        zip.write(bundle(entry.getKey(), entry.getValue()));
      }
    }
    return path;
  }

  private static byte[] bundle(String name, String version) throws IOException {
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
    headers.putValue(Constants.BUNDLE_SYMBOLICNAME, name);
    headers.putValue(Constants.BUNDLE_VERSION, version);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
      ZipEntry entry = new ZipEntry(JarFile.MANIFEST_NAME);
      // The same bundle has the same bytes whenever it is made.
      entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
      jar.putNextEntry(entry);
      manifest.write(jar);
    }
    return bytes.toByteArray();
  }

  private static Map<String, String> installed(BundleContext context) {
    Map<String, String> versions = new HashMap<>();
    for (Bundle bundle : context.getBundles()) {
      if (bundle.getBundleId() != 0) {
        versions.put(bundle.getSymbolicName(), bundle.getVersion().toString());
      }
    }
    return versions;
  }

  private static Bundle find(BundleContext context, String name) {
    return context.getBundle("mycel:" + name + ".jar");
  }

  @Test
  void firstStartInstallsEveryBundleAtItsLevel() throws Exception {
    Map<String, String> bundles = Map.of("logback-core-1", "1.0.0", "io.mycel.hub-1", "1.0.0");
    reconcile(
        bundles,
        context -> {
          assertEquals(bundles, installed(context));
          Bundle logging = find(context, "logback-core-1");
          Bundle hub = find(context, "io.mycel.hub-1");
          assertEquals(1, logging.adapt(BundleStartLevel.class).getStartLevel());
          assertEquals(4, hub.adapt(BundleStartLevel.class).getStartLevel());
          assertTrue(hub.adapt(BundleStartLevel.class).isPersistentlyStarted());
        });
  }

  @Test
  void bundleWithOtherBytesIsUpdatedInPlaceAndTheRestLeftAlone() throws Exception {
    Map<String, Long> before = new HashMap<>();
    reconcile(
        Map.of("a", "1.0.0", "b", "1.0.0"),
        context -> {
          for (Bundle bundle : context.getBundles()) {
            before.put(bundle.getSymbolicName(), bundle.getLastModified());
          }
          before.put("id", find(context, "a").getBundleId());
        });
    reconcile(
        Map.of("a", "1.1.0", "b", "1.0.0"),
        context -> {
          assertEquals(Map.of("a", "1.1.0", "b", "1.0.0"), installed(context));
          assertEquals(before.get("id"), find(context, "a").getBundleId());
          assertEquals(before.get("b"), find(context, "b").getLastModified());
        });
  }

  @Test
  void bundleThatIsGoneDisappearsUnlessSomebodyElseInstalledIt() throws Exception {
    reconcile(
        Map.of("a", "1.0.0", "b", "1.0.0"),
        context ->
            context.installBundle(
                "file:plugin", new ByteArrayInputStream(bundle("plugin", "2.0.0"))));
    reconcile(
        Map.of("b", "1.0.0"),
        context -> assertEquals(Map.of("b", "1.0.0", "plugin", "2.0.0"), installed(context)));
  }

  @Test
  void lostRecordMeansAnUpdateOfEverything() throws Exception {
    reconcile(
        Map.of("a", "1.0.0"),
        context -> Files.delete(context.getDataFile("bundles-of-mycel.properties").toPath()));
    reconcile(
        Map.of("a", "1.1.0"), context -> assertEquals(Map.of("a", "1.1.0"), installed(context)));
  }
}
