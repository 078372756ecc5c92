package io.mycel.plugins.internal.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.plugin.PluginDescriptor;
import io.mycel.plugins.internal.testing.Jars;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import jdk.security.jarsigner.JarSigner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaBundleTest {
  private static final String VALUE = "org.example.greeter;singleton:=true";
  private static final String NAME = "Bundle-SymbolicName: " + VALUE;

  private static final String COMPONENT =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="Greeter">
        <property name="mycel.plugin.name" type="String" value="Greeter of people"/>
        <property name="mycel.plugin.description" type="String" value="Greets."/>
        <property name="mycel.plugin.dependencies" type="String">o/r:A
      B</property>
        <property name="mycel.plugin.permissions" type="String">network:example.org</property>
        <implementation class="org.example.Greeter"/>
      </scr:component>
      """;

  private static String refusal(byte[] jar) {
    return assertThrows(IOException.class, () -> JavaBundle.read("x.jar", jar, JarLimits.STANDARD))
        .getMessage();
  }

  @Test
  void aPluginIsWhatItsComponentSays() throws Exception {
    byte[] jar =
        Jars.jar(
            Jars.headers(NAME, "Bundle-Name: else"),
            Map.of("OSGI-INF/Greeter.xml", COMPONENT, "OSGI-INF/other.xml", "<broken"));
    PluginDescriptor plugin = JavaDescriptor.of(JavaBundle.read("x.jar", jar, JarLimits.STANDARD));
    assertEquals("Greeter of people", plugin.name());
    assertEquals("java", plugin.type());
    assertEquals("1", plugin.version());
    assertEquals("Greets.", plugin.description());
    assertEquals(List.of("o/r:A", "B"), plugin.dependencies());
    assertEquals(List.of("network:example.org"), plugin.config().get("permissions"));
    assertEquals("org.example.greeter", plugin.config().get("symbolic_name"));
  }

  @Test
  void componentsAreReadWithinBounds() throws Exception {
    Map<String, String> entries = new HashMap<>();
    entries.put("OSGI-INF/large.xml", " ".repeat(3 << 20));
    for (int i = 0; i < 1200; i++) {
      entries.put("OSGI-INF/" + i + ".xml", "<x/>");
    }

    JavaBundle bundle =
        JavaBundle.read("x.jar", Jars.jar(Jars.headers(NAME), entries), JarLimits.STANDARD);

    assertEquals(1000, bundle.components().size());
    assertTrue(
        bundle.components().values().stream().allMatch(component -> component.length <= 1 << 20));
  }

  @Test
  void componentsDeclareNoEntities() throws Exception {
    String declared =
        COMPONENT
            .replace("?>", "?><!DOCTYPE x [<!ENTITY name \"Expanded\">]>")
            .replace("Greeter of people", "&name;");
    byte[] jar = Jars.jar(Jars.headers(NAME), Map.of("OSGI-INF/Greeter.xml", declared));
    assertEquals(
        "org.example.greeter",
        JavaDescriptor.of(JavaBundle.read("x.jar", jar, JarLimits.STANDARD)).name());
  }

  @Test
  void aBundleWithoutAPluginIsWhatItsHeadersSay() throws Exception {
    PluginDescriptor plugin =
        JavaDescriptor.of(JavaBundle.read("x.jar", Jars.bundle(NAME), JarLimits.STANDARD));
    assertEquals("org.example.greeter", plugin.name());
    assertEquals(List.of(), plugin.dependencies());
  }

  @Test
  void whatIsNoGoodBundleIsRefused() {
    assertTrue(refusal(new byte[100]).contains("it is no jar"));
    assertTrue(refusal("<config>".getBytes(StandardCharsets.UTF_8)).contains("it is no jar"));
    assertTrue(refusal(Jars.bundle("X: y")).contains("no Bundle-SymbolicName"));
    assertTrue(refusal(Jars.bundle(NAME, "Fragment-Host: io.mycel.hub")).contains("a fragment"));
    assertTrue(refusal(Jars.bundle("Bundle-SymbolicName:  Mycel.Plugin.x")).contains("as only"));
    assertTrue(
        refusal(Jars.bundle(NAME, "Export-Package: a, io.mycel.api.hub;version=9"))
            .contains("it exports 'io.mycel.api.hub', which is a package of the platform"));
    assertTrue(
        refusal(Jars.bundle(NAME, "Export-Package: a;org.osgi.framework")).contains("platform"));
  }

  @Test
  void whatUnpacksToTooMuchIsRefused() throws Exception {
    Map<String, String> three = Map.of("a", "x".repeat(500), "b", "y".repeat(500), "c", "z");
    byte[] jar = Jars.jar(Jars.headers(NAME), three);
    assertEquals(VALUE, symbolicName(JavaBundle.read("x.jar", jar, new JarLimits(3, 1001))));
    for (JarLimits limits : List.of(new JarLimits(2, 1001), new JarLimits(3, 1000))) {
      String message =
          assertThrows(IOException.class, () -> JavaBundle.read("x.jar", jar, limits)).getMessage();
      assertTrue(
          message.contains("unpacks to more than " + limits.unpackedBytes() + " bytes"), message);
      assertTrue(message.contains("maxBundleUnpackedBytes"), message);
    }
  }

  private static String symbolicName(JavaBundle bundle) {
    return bundle.headers().getValue("Bundle-SymbolicName");
  }

  @Test
  void signedJarThatWasChangedIsRefused(@TempDir Path folder) throws Exception {
    Path keys = folder.resolve("keys");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                keys.toString(),
                "-storepass",
                "password",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=a")
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, keytool.waitFor(), said);
    KeyStore store = KeyStore.getInstance(keys.toFile(), "password".toCharArray());
    KeyStore.PrivateKeyEntry key =
        (KeyStore.PrivateKeyEntry)
            store.getEntry("a", new KeyStore.PasswordProtection("password".toCharArray()));
    Path unsigned = folder.resolve("unsigned.jar");
    Files.write(unsigned, Jars.jar(Jars.headers(NAME), Map.of("a.txt", "right")));
    ByteArrayOutputStream signed = new ByteArrayOutputStream();
    try (ZipFile jar = new ZipFile(unsigned.toFile())) {
      new JarSigner.Builder(key).build().sign(jar, signed);
    }
    assertEquals(
        VALUE, symbolicName(JavaBundle.read("x.jar", signed.toByteArray(), JarLimits.STANDARD)));
    String message = refusal(replaced(signed.toByteArray(), "a.txt", "wrong"));
    assertTrue(message.startsWith("x.jar: its signature is broken: "), message);
  }

  /** The same jar, one entry of which says something else. */
  private static byte[] replaced(byte[] jar, String name, String content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        zip.putNextEntry(new ZipEntry(entry.getName()));
        byte[] bytes = in.readAllBytes();
        zip.write(entry.getName().equals(name) ? content.getBytes(StandardCharsets.UTF_8) : bytes);
      }
    }
    return out.toByteArray();
  }

  @Test
  void entriesThatLeadOutAreRefused() {
    for (String path :
        List.of(
            "../x",
            "a/../../x",
            "/etc/x",
            "C:/x",
            "a\\..\\x",
            "a/%2e%2E/x",
            "a/..%2fx",
            "a/..%5Cx",
            "a\0b")) {
      String message = refusal(Jars.jar(Jars.headers(NAME), Map.of(path, "x")));
      assertTrue(message.contains("leads out of it"), path + ": " + message);
    }
  }
}
