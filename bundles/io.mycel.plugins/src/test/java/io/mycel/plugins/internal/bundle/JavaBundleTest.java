package io.mycel.plugins.internal.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.plugin.PluginDescriptor;
import io.mycel.plugins.internal.testing.Jars;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JavaBundleTest {
  private static final String NAME = "Bundle-SymbolicName: org.example.greeter;singleton:=true";

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
    return assertThrows(IOException.class, () -> JavaBundle.read("x.jar", jar)).getMessage();
  }

  @Test
  void aPluginIsWhatItsComponentSays() throws Exception {
    byte[] jar =
        Jars.jar(
            Jars.headers(NAME, "Bundle-Name: else"),
            Map.of("OSGI-INF/Greeter.xml", COMPONENT, "OSGI-INF/other.xml", "<broken"));
    PluginDescriptor plugin = JavaDescriptor.of(JavaBundle.read("x.jar", jar));
    assertEquals("Greeter of people", plugin.name());
    assertEquals("java", plugin.type());
    assertEquals("1", plugin.version());
    assertEquals("Greets.", plugin.description());
    assertEquals(List.of("o/r:A", "B"), plugin.dependencies());
    assertEquals(List.of("network:example.org"), plugin.config().get("permissions"));
    assertEquals("org.example.greeter", plugin.config().get("symbolic_name"));
  }

  @Test
  void aBundleWithoutAPluginIsWhatItsHeadersSay() throws Exception {
    PluginDescriptor plugin = JavaDescriptor.of(JavaBundle.read("x.jar", Jars.bundle(NAME)));
    assertEquals("org.example.greeter", plugin.name());
    assertEquals(List.of(), plugin.dependencies());
  }

  @Test
  void whatIsNoGoodBundleIsRefused() {
    assertTrue(refusal(new byte[100]).contains("it is no jar"));
    assertTrue(refusal("<config>".getBytes(StandardCharsets.UTF_8)).contains("it is no jar"));
    assertTrue(refusal(Jars.bundle("X: y")).contains("no Bundle-SymbolicName"));
    assertTrue(refusal(Jars.bundle(NAME, "Fragment-Host: io.mycel.hub")).contains("a fragment"));
    assertTrue(refusal(Jars.bundle("Bundle-SymbolicName: mycel.plugin.x")).contains("as only"));
    assertTrue(
        refusal(Jars.bundle(NAME, "Export-Package: a, io.mycel.api.hub;version=9"))
            .contains("it exports 'io.mycel.api.hub', which is a package of the platform"));
    assertTrue(
        refusal(Jars.bundle(NAME, "Export-Package: a;org.osgi.framework")).contains("platform"));
  }

  @Test
  void entriesThatLeadOutAreRefused() {
    for (String path :
        List.of("../x", "a/../../x", "/etc/x", "C:/x", "a\\..\\x", "a/%2e%2E/x", "a/..%2fx")) {
      String message = refusal(Jars.jar(Jars.headers(NAME), Map.of(path, "x")));
      assertTrue(message.contains("leads out of it"), path + ": " + message);
    }
  }
}
