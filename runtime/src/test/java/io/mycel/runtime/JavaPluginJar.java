package io.mycel.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.ToolProvider;

/** A plugin in Java, {@code Greeter}, as bnd would build it; what it greets with is given. */
final class JavaPluginJar {
  private static final String SOURCE =
      """
      package greeter;
      public class Greeter {
        public String greet(String name) {
          return "%s " + name;
        }
        public Object run(java.util.Map<String, Object> context) {
          return context.get("data");
        }
      }
      """;

  private static final String COMPONENT =
      """
      <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="greeter.Greeter">
        <property name="mycel.plugin.name" type="String" value="Greeter"/>
        <property name="mycel.plugin.description" type="String" value="Greets."/>
        <property name="mycel.plugin.visibility" type="String" value="public"/>
        <service><provide interface="greeter.Greeter"/></service>
        <implementation class="greeter.Greeter"/>
      </scr:component>
      """;

  private JavaPluginJar() {}

  static Path write(Path jar, String version, String greeting) throws IOException {
    Path folder = Files.createTempDirectory(jar.getParent(), "greeter");
    Path source = Files.writeString(folder.resolve("Greeter.java"), SOURCE.formatted(greeting));
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-parameters",
                "--release",
                "17",
                "-d",
                folder.toString(),
                source.toString());
    assertEquals(0, failed);
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.putValue("Bundle-ManifestVersion", "2");
    headers.putValue("Bundle-SymbolicName", "greeter");
    headers.putValue("Bundle-Name", "Greeter");
    headers.putValue("Bundle-Version", version);
    headers.putValue("Service-Component", "OSGI-INF/greeter.xml");
    headers.putValue(
        "Provide-Capability",
        "mycel.plugin;type=java,osgi.service;objectClass:List<String>=\"greeter.Greeter\"");
    headers.putValue(
        "Require-Capability",
        "osgi.extender;filter:=\"(&(osgi.extender=mycel.plugin)(version>=1.0.0)(!(version>=2.0.0)))\","
            + "osgi.extender;filter:=\"(&(osgi.extender=osgi.component)(version>=1.3.0)(!(version>=2.0.0)))\"");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      out.putNextEntry(new JarEntry("greeter/Greeter.class"));
      Files.copy(folder.resolve("greeter/Greeter.class"), out);
      out.putNextEntry(new JarEntry("OSGI-INF/greeter.xml"));
      out.write(COMPONENT.getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }
}
