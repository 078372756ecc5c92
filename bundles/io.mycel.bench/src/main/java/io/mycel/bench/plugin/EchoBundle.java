package io.mycel.bench.plugin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Writes {@link Echo} as the bundle of a plugin: what bnd makes of a component with
 * {@code @Plugin}.
 */
public final class EchoBundle {
  /** The plugin's name, which is also that of its client and its service at the hub. */
  public static final String NAME = "echo";

  private static final String COMPONENT = "OSGI-INF/echo.xml";
  private static final String EXTENDERS =
      "osgi.extender;filter:=\"(&(osgi.extender=mycel.plugin)(version>=1.0.0)(!(version>=2.0.0)))\","
          + "osgi.extender;filter:=\"(&(osgi.extender=osgi.component)(version>=1.3.0)(!(version>=2.0.0)))\"";

  private EchoBundle() {}

  /** Writes the jar of a version, in the place of the one that is there. */
  public static void write(Path file, String version) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes, manifest(version))) {
      entry(jar, COMPONENT, component().getBytes(StandardCharsets.UTF_8));
      String type = Echo.class.getName().replace('.', '/') + ".class";
      try (InputStream in = Echo.class.getResourceAsStream("/" + type)) {
        entry(jar, type, in.readAllBytes());
      }
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      bytes.writeTo(out);
    }
  }

  private static Manifest manifest(String version) {
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.putValue("Bundle-ManifestVersion", "2");
    headers.putValue("Bundle-SymbolicName", Echo.class.getPackageName() + "." + NAME);
    headers.putValue("Bundle-Version", version);
    headers.putValue("Service-Component", COMPONENT);
    headers.putValue("Provide-Capability", "mycel.plugin;type=java");
    headers.putValue("Require-Capability", EXTENDERS);
    return manifest;
  }

  private static String component() {
    return """
        <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="%1$s">
          <property name="mycel.plugin.name" value="%2$s"/>
          <service><provide interface="%1$s"/></service>
          <implementation class="%1$s"/>
        </scr:component>
        """
        .formatted(Echo.class.getName(), NAME);
  }

  private static void entry(JarOutputStream jar, String name, byte[] content) throws IOException {
    jar.putNextEntry(new JarEntry(name));
    jar.write(content);
    jar.closeEntry();
  }
}
