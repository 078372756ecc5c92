package io.mycel.plugins.internal.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** Bundles, written by hand. */
public final class Jars {
  private Jars() {}

  /** Headers, {@code Name: value}; a version 1 and OSGi's own are there already. */
  public static Attributes headers(String... lines) {
    Attributes headers = new Attributes();
    headers.putValue("Manifest-Version", "1.0");
    headers.putValue("Bundle-ManifestVersion", "2");
    headers.putValue("Bundle-Version", "1");
    for (String line : lines) {
      String[] parts = line.split(": ", 2);
      headers.putValue(parts[0], parts[1]);
    }
    return headers;
  }

  /** A jar with headers and entries. */
  public static byte[] jar(Attributes headers, Map<String, String> entries) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().putAll(headers);
    try (JarOutputStream jar = new JarOutputStream(out)) {
      // entries of one age, so that equal jars have equal hashes
      ZipEntry first = new ZipEntry("META-INF/MANIFEST.MF");
      first.setTime(0);
      jar.putNextEntry(first);
      manifest.write(jar);
      for (Map.Entry<String, String> each : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(each.getKey());
        entry.setTime(0);
        jar.putNextEntry(entry);
        jar.write(each.getValue().getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A bundle with headers and nothing else. */
  public static byte[] bundle(String... lines) {
    return jar(headers(lines), Map.of());
  }
}
