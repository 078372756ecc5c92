package io.mycel.plugins.internal.bundle;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * The jar of a Java plugin, or of what one needs, read before a framework sees it.
 *
 * @param headers of its manifest
 * @param components the descriptions of its components (OSGi Compendium, 112.4), by their paths
 */
public record JavaBundle(Attributes headers, Map<String, byte[]> components) {
  private static final int MAX_COMPONENT = 1 << 20;
  private static final int MAX_COMPONENTS = 1000;

  /** Packages of the platform: a bundle that exports them would take its place. */
  private static final List<String> PLATFORM =
      List.of("java.", "jdk.", "sun.", "io.mycel.api", "org.osgi.framework", "org.osgi.resource");

  /** What the symbolic names of plugin files begin with. */
  private static final String RESERVED = "mycel.plugin.";

  /**
   * Reads a jar, with all of its entries: a signed jar that was changed is found by that only.
   *
   * @param file its name in messages
   * @param limits refuse what would become too large
   * @throws IOException if it is no bundle, or not a good one; the message says why
   */
  public static JavaBundle read(String file, byte[] jar, JarLimits limits) throws IOException {
    try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(jar), true)) {
      Manifest manifest = in.getManifest();
      if (manifest == null) {
        throw new IOException(
            file + ": this is no bundle: it is no jar, or its first entry is no manifest");
      }
      Map<String, byte[]> components = entries(file, in, limits);
      check(file, manifest.getMainAttributes());
      return new JavaBundle(manifest.getMainAttributes(), components);
    } catch (SecurityException e) {
      throw new IOException(file + ": its signature is broken: " + e.getMessage(), e);
    }
  }

  private static void check(String file, Attributes headers) throws IOException {
    String name = headers.getValue("Bundle-SymbolicName");
    if (name == null) {
      throw new IOException(file + ": this is no bundle: its manifest has no Bundle-SymbolicName");
    }
    if (name.strip().toLowerCase(Locale.ROOT).startsWith(RESERVED)) {
      throw new IOException(
          file + ": its symbolic name begins with '" + RESERVED + "', as only plugin files' do");
    }
    if (headers.getValue("Fragment-Host") != null) {
      throw new IOException(file + ": a fragment changes another bundle; such bundles are refused");
    }
    String exports = headers.getValue("Export-Package");
    for (String exported : exports == null ? new String[0] : exports.split("[,;]")) {
      if (PLATFORM.stream().anyMatch(exported.strip()::startsWith)) {
        throw new IOException(
            file + ": it exports '" + exported.strip() + "', which is a package of the platform");
      }
    }
  }

  private static Map<String, byte[]> entries(String file, JarInputStream in, JarLimits limits)
      throws IOException {
    Map<String, byte[]> components = new HashMap<>();
    byte[] buffer = new byte[16 * 1024];
    long unpacked = 0;
    int entries = 0;
    for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
      String name = entry.getName();
      if (ArchivePath.isUnsafe(name)) {
        throw new IOException(
            file + ": its entry '" + name + "' leads out of it; such files are refused");
      }
      if (name.startsWith("OSGI-INF/")
          && name.endsWith(".xml")
          && components.size() < MAX_COMPONENTS) {
        byte[] component = in.readNBytes(MAX_COMPONENT);
        unpacked += component.length;
        components.put(name, component);
      }
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        unpacked += read;
        if (unpacked > limits.unpackedBytes()) {
          break;
        }
      }
      entries++;
      if (entries > limits.entries() || unpacked > limits.unpackedBytes()) {
        throw new IOException(
            "%s: it has more than %d entries or unpacks to more than %d bytes; those who trust it may raise maxBundleEntries or maxBundleUnpackedBytes of io.mycel.plugins"
                .formatted(file, limits.entries(), limits.unpackedBytes()));
      }
    }
    return components;
  }
}
