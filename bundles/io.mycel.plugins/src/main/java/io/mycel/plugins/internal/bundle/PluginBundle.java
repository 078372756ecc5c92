package io.mycel.plugins.internal.bundle;

import io.mycel.api.plugin.PluginDescriptor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;

/**
 * Writes a plugin as a bundle: a jar with the plugin file as it came, and a manifest that asks for
 * the extender of plugins. Equal plugins give equal jars.
 */
public final class PluginBundle {
  /** Where the plugin file stands in its bundle. */
  public static final String FILE = "OSGI-INF/mycel/plugin.imjoy.html";

  /** The header that names the owner. */
  public static final String OWNER_HEADER = "Mycel-Plugin-Owner";

  /** The header that names the chosen tag. */
  public static final String TAG_HEADER = "Mycel-Plugin-Tag";

  /** The namespace of the capability of each plugin. */
  public static final String NAMESPACE = "mycel.plugin";

  /**
   * Whoever gathers bundles finds the extender by it. The framework does not look at it: among
   * hundreds of plugins that took a quarter of an install, and all of them would be resolved anew
   * with each update of the extender.
   */
  private static final String EXTENDER =
      "osgi.extender;effective:=active;filter:=\"(&(osgi.extender=mycel.plugin)(version>=1.0.0)(!(version>=2.0.0)))\"";

  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]+");

  /** 1980-02-01 in every time zone: what zip files can say at the earliest, and a bit. */
  private static final long TIMESTAMP = 318_211_200_000L;

  private PluginBundle() {}

  /**
   * The jar of a plugin.
   *
   * @param owner whose plugin it is
   * @param text the plugin file
   */
  public static InputStream jar(String owner, PluginDescriptor plugin, String text) {
    byte[] file = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(file.length + 1024);
    try (JarOutputStream jar = new JarOutputStream(out)) {
      jar.setLevel(Deflater.NO_COMPRESSION); // it is read once, and soon
      entry(jar, "META-INF/MANIFEST.MF");
      manifest(owner, plugin, sha256(file)).write(jar);
      jar.closeEntry();
      entry(jar, FILE);
      jar.write(file);
      jar.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException("the bundle of " + plugin.name() + " cannot be written", e);
    }
    return new ByteArrayInputStream(out.toByteArray());
  }

  private static void entry(JarOutputStream jar, String name) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(TIMESTAMP);
    jar.putNextEntry(entry);
  }

  /** The manifest. No text of the plugin can begin a header, end a clause or add a directive. */
  static Manifest manifest(String owner, PluginDescriptor plugin, String sha256) {
    String version = BundleVersion.of(plugin.version(), sha256);
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.putValue("Manifest-Version", "1.0");
    headers.putValue("Bundle-ManifestVersion", "2");
    headers.putValue("Bundle-SymbolicName", BundleName.of(owner, plugin.name(), plugin.tag()));
    headers.putValue("Bundle-Version", version);
    headers.putValue("Bundle-Name", line(plugin.name()));
    if (!plugin.description().isBlank()) {
      headers.putValue("Bundle-Description", line(plugin.description()));
    }
    headers.putValue("Require-Capability", EXTENDER);
    headers.putValue(
        "Provide-Capability",
        NAMESPACE
            + ";"
            + NAMESPACE
            + "="
            + quoted(plugin.name())
            + ";type="
            + quoted(plugin.type())
            + ";version:Version="
            + quoted(version));
    headers.putValue(OWNER_HEADER, line(owner));
    if (plugin.tag() != null) {
      headers.putValue(TAG_HEADER, line(plugin.tag()));
    }
    return manifest;
  }

  /** A text in one line, as a header holds it. */
  private static String line(String text) {
    return CONTROLS.matcher(text).replaceAll(" ").strip();
  }

  /** A text as the value of an attribute (OSGi Core 8, 1.3.2 General Syntax Definitions). */
  private static String quoted(String text) {
    return '"' + line(text).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
