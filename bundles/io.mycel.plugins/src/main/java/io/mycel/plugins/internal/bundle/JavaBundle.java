package io.mycel.plugins.internal.bundle;

import io.mycel.api.plugin.PluginDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** Reads the jar of a Java plugin, or of what one needs, before a framework sees it. */
public final class JavaBundle {
  /** The type of Java plugins. */
  public static final String TYPE = "java";

  private static final int MAX_ENTRIES = 100_000;
  private static final long MAX_UNPACKED = 2L << 30;

  private JavaBundle() {}

  /**
   * The headers of a bundle, after all of its entries were looked at.
   *
   * @param file its name in messages
   * @throws IOException if it is no bundle, or not a good one; the message says why
   */
  public static Attributes headers(String file, byte[] jar) throws IOException {
    try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(jar), true)) {
      Manifest manifest = in.getManifest();
      if (manifest == null) {
        throw new IOException(
            file + ": this is no bundle: it is no jar, or its first entry is no manifest");
      }
      check(file, in);
      Attributes headers = manifest.getMainAttributes();
      if (headers.getValue("Bundle-SymbolicName") == null) {
        throw new IOException(
            file + ": this is no bundle: its manifest has no Bundle-SymbolicName");
      }
      if (headers.getValue("Fragment-Host") != null) {
        throw new IOException(
            file + ": a fragment changes another bundle; such bundles are refused");
      }
      return headers;
    } catch (SecurityException e) {
      throw new IOException(file + ": its signature is broken: " + e.getMessage(), e);
    }
  }

  /** Reads every entry: a signed jar that was changed is found by that only. */
  private static void check(String file, JarInputStream in) throws IOException {
    byte[] buffer = new byte[16 * 1024];
    long unpacked = 0;
    int entries = 0;
    for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
      if (ArchivePath.isUnsafe(entry.getName())) {
        throw new IOException(
            file + ": its entry '" + entry.getName() + "' leads out of it; such files are refused");
      }
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        unpacked += read;
      }
      entries++;
      if (entries > MAX_ENTRIES || unpacked > MAX_UNPACKED) {
        throw new IOException(
            file
                + ": it has more than "
                + MAX_ENTRIES
                + " entries or unpacks to more than "
                + MAX_UNPACKED
                + " bytes");
      }
    }
  }

  /** What the headers of a bundle say of the plugin in it. */
  public static PluginDescriptor descriptor(Attributes headers) {
    String symbolicName = headers.getValue("Bundle-SymbolicName").split(";", 2)[0].strip();
    String name = headers.getValue("Bundle-Name");
    String version = headers.getValue("Bundle-Version");
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("name", name == null ? symbolicName : name.strip());
    config.put("type", TYPE);
    config.put("symbolic_name", symbolicName);
    String description = headers.getValue("Bundle-Description");
    return new PluginDescriptor(
        name == null ? symbolicName : name.strip(),
        TYPE,
        version == null ? "0.0.0" : version.strip(),
        null,
        List.of(),
        description == null ? "" : description.strip(),
        List.of(),
        List.of(),
        config,
        List.of());
  }
}
