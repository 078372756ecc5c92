package io.mycel.runtime.platform;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.zip.ZipFile;

/** The executable jar that this program runs from. */
public final class OwnJar {
  private OwnJar() {}

  /** Where it is. */
  public static Path path() {
    try {
      return Path.of(OwnJar.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the place of the jar of Mycel", e);
    }
  }

  /** One of the headers of its manifest. */
  static String header(String name) throws IOException {
    try (JarFile jar = new JarFile(path().toFile(), false)) {
      String value = jar.getManifest().getMainAttributes().getValue(name);
      if (value == null) {
        throw new IOException(path() + " has no header " + name);
      }
      return value;
    }
  }

  /** Writes one of its bundles to a file. */
  public static void copyBundle(String symbolicName, Path file) throws IOException {
    try (ZipFile jar = new ZipFile(path().toFile())) {
      NestedBundle bundle =
          NestedBundle.in(jar).stream()
              .filter(each -> each.name().startsWith(symbolicName + "-"))
              .findFirst()
              .orElseThrow(() -> new IOException("there is no " + symbolicName + " in " + path()));
      Files.createDirectories(file.getParent());
      try (InputStream in = jar.getInputStream(jar.getEntry(bundle.entry()))) {
        Files.copy(in, file);
      }
    }
  }
}
