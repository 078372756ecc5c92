package io.mycel.itest.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The bundles in the repository are those of the sources. */
class PublishedBundlesTest {
  private static final Path PUBLISHED = Drift.REPOSITORY.resolve("bundles");
  private static final Path BUILT = Path.of(System.getProperty("plugins.built"), "bundles");

  /**
   * What a bundle is made of: its manifest, resources and sources. Not its classes, which differ
   * from one compiler to the next for the same sources.
   */
  private static Map<String, String> content(Path bundle) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (ZipFile zip = new ZipFile(bundle.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        String name = entry.getName();
        if (!entry.isDirectory()
            && !name.endsWith(".class")
            && !name.startsWith("META-INF/maven/")) {
          byte[] bytes = zip.getInputStream(entry).readAllBytes();
          content.put(name, new String(bytes, StandardCharsets.UTF_8));
        }
      }
    }
    return content;
  }

  private static List<Path> jars(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  @Test
  void publishedBundlesAreThoseThatAreBuilt() throws IOException {
    assertFalse(jars(BUILT).isEmpty(), "the build has copied no bundle to " + BUILT);
    for (Path built : jars(BUILT)) {
      Path published = PUBLISHED.resolve(built.getFileName());
      if (!Files.exists(published) || !content(published).equals(content(built))) {
        Drift.settle(published, Files.readAllBytes(built));
      }
      assertEquals(content(built), content(published));
    }
    for (Path published : jars(PUBLISHED)) {
      if (!Files.exists(BUILT.resolve(published.getFileName()))) {
        Drift.settle(published, null);
      }
    }
  }

  /** An old index with a new bundle at the same place would be a wrong hash for its users. */
  @Test
  void theNamesOfBundlesHaveTheirVersions() throws IOException {
    for (Path built : jars(BUILT)) {
      try (JarFile jar = new JarFile(built.toFile())) {
        Attributes manifest = jar.getManifest().getMainAttributes();
        assertEquals(
            manifest.getValue("Bundle-SymbolicName")
                + "-"
                + manifest.getValue("Bundle-Version")
                + ".jar",
            built.getFileName().toString());
      }
    }
  }

  @Test
  void everyBundleCarriesItsSource() throws IOException {
    for (Path built : jars(BUILT)) {
      try (ZipFile zip = new ZipFile(built.toFile())) {
        for (ZipEntry entry : zip.stream().toList()) {
          String name = entry.getName();
          if (name.endsWith(".class") && name.indexOf('$') < 0) {
            String source = "OSGI-OPT/src/" + name.replace(".class", ".java");
            assertFalse(zip.getEntry(source) == null, built + " has no " + source);
          }
        }
      }
    }
  }
}
