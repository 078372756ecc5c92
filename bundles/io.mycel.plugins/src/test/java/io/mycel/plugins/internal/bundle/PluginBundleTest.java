package io.mycel.plugins.internal.bundle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.plugin.PluginDescriptor;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

class PluginBundleTest {

  private static PluginDescriptor plugin(
      String name, String description, String version, String tag) {
    return new PluginDescriptor(
        name,
        "web-worker",
        version,
        tag,
        tag == null ? List.of() : List.of(tag),
        description,
        List.of(),
        List.of(),
        Map.of(),
        List.of());
  }

  private static Version version(String text) {
    return version(text, "a");
  }

  private static Version version(String text, String digit) {
    return Version.parseVersion(BundleVersion.of(text, digit.repeat(64)));
  }

  @Test
  void theJarHoldsTheFileAsItCame() throws Exception {
    String text = "<config>…</config>\r\n";
    PluginDescriptor plugin = plugin("Tif File Importer", "Reads.", "0.1.2", "stable");
    byte[] jar = PluginBundle.jar("imjoy-team/imjoy-plugins", plugin, text).readAllBytes();
    try (JarInputStream in = new JarInputStream(new java.io.ByteArrayInputStream(jar))) {
      Manifest manifest = in.getManifest();
      assertEquals(
          "mycel.plugin.imjoy-team_2fimjoy-plugins.Tif_20File_20Importer.stable",
          manifest.getMainAttributes().getValue("Bundle-SymbolicName"));
      assertTrue(manifest.getMainAttributes().getValue("Require-Capability").contains("filter:="));
      assertEquals(PluginBundle.FILE, in.getNextJarEntry().getName());
      assertEquals(text, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    assertArrayEquals(
        jar, PluginBundle.jar("imjoy-team/imjoy-plugins", plugin, text).readAllBytes());
    assertFalse(
        java.util.Arrays.equals(
            jar, PluginBundle.jar("imjoy-team/imjoy-plugins", plugin, text + " ").readAllBytes()));
  }

  @Test
  void noTextOfAPluginReachesBeyondItsPlaceInTheManifest() throws Exception {
    List<String> hostile =
        List.of(
            "x\r\nExport-Package: org.osgi.framework",
            "x\nFragment-Host: system.bundle",
            "x\";bundle-symbolic-name=\"y",
            "x\\",
            "x\",osgi.ee;osgi.ee=\"JavaSE",
            "x\u2028y\u0085z",
            "../../etc/passwd",
            "é 日本 \uD83C\uDF44");
    Set<String> headers =
        Set.of(
            "Manifest-Version",
            "Bundle-ManifestVersion",
            "Bundle-SymbolicName",
            "Bundle-Version",
            "Bundle-Name",
            "Bundle-Description",
            "Require-Capability",
            "Provide-Capability",
            "Mycel-Plugin-Owner",
            "Mycel-Plugin-Tag");
    for (String text : hostile) {
      Manifest written =
          PluginBundle.manifest(text, plugin(text, text, text, text), "0".repeat(64));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      written.write(out);
      Manifest read = new Manifest(new java.io.ByteArrayInputStream(out.toByteArray()));
      Set<String> names = new HashSet<>();
      read.getMainAttributes().keySet().forEach(key -> names.add(key.toString()));
      assertEquals(headers, names, text);
      String symbolic = read.getMainAttributes().getValue("Bundle-SymbolicName");
      assertTrue(symbolic.matches("[A-Za-z0-9_.-]+"), symbolic);
      Version.parseVersion(read.getMainAttributes().getValue("Bundle-Version"));
      String capability = read.getMainAttributes().getValue("Provide-Capability");
      assertEquals(1, clauses(capability), capability);
    }
  }

  /** The commas and semicolons outside quoted texts, as a framework sees them. */
  private static int clauses(String header) {
    int clauses = 1;
    int attributes = 0;
    boolean quoted = false;
    for (int i = 0; i < header.length(); i++) {
      char c = header.charAt(i);
      if (c == '\\' && quoted) {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        clauses++;
      } else if (c == ';' && !quoted) {
        attributes++;
      }
    }
    assertFalse(quoted, header);
    assertEquals(3, attributes, header);
    return clauses;
  }

  @Test
  void noTwoPluginsShareASymbolicName() {
    List<String> parts =
        List.of("a", "b", "a b", "a_b", "a-b", "a.b", "a_20b", "A", "a/b", "é", "_", ".");
    Set<String> names = new HashSet<>();
    for (String owner : parts) {
      for (String name : parts) {
        names.add(BundleName.of(owner, name, null));
        for (String tag : parts) {
          names.add(BundleName.of(owner, name, tag));
        }
      }
    }
    assertEquals(12 * 12 * 13, names.size());
  }

  @Test
  void versionsKeepTheirOrder() {
    List<String> ascending =
        List.of(
            "0.1",
            "0.1.8-beta",
            "0.1.8",
            "0.1.8.1",
            "0.1.8.2",
            "0.1.8.10",
            "0.1.10",
            "v1",
            "1.0.1");
    for (int i = 1; i < ascending.size(); i++) {
      Version before = version(ascending.get(i - 1));
      Version after = version(ascending.get(i));
      assertTrue(before.compareTo(after) < 0, before + " before " + after);
    }
  }

  @Test
  void anyVersionIsAVersionOfOsgi() {
    assertEquals("0.1.8.b-beta-aaaaaaaaaaaa", version("0.1.8-beta").toString());
    assertEquals("1.2.0.r-aaaaaaaaaaaa", version("1.2").toString());
    assertEquals("1.0.0.r-build-7-aaaaaaaaaaaa", version("1+build.7").toString());
    assertEquals("0.0.0.b-latest-aaaaaaaaaaaa", version("latest").toString());
    assertEquals("0.0.0.r-aaaaaaaaaaaa", version("").toString());
    assertEquals(Integer.MAX_VALUE, version("99999999999999999999.1").getMajor());
    assertEquals(0, version("1.2.3.99999999999999").compareTo(version("1.2.3.99999999999999")));
    assertNotEquals(version("1.0", "a"), version("1.0", "b"));
    assertTrue(version("1.0-" + "x".repeat(1000)).toString().length() < 80);
  }
}
