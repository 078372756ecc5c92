package io.mycel.hub.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.mycel.api.hub.HubException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportDeclarationTest {
  private static ExportDeclaration read(String name, Object value) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("mycel.service.id", "hello");
    properties.put("mycel.service." + name, value);
    return ExportDeclaration.of(properties::get, "org.example.hello");
  }

  @Test
  void idAloneMakesAProtectedServiceOfTheBundleInThePublicWorkspace() {
    ExportDeclaration declaration = read("name", "");
    assertEquals(
        new ExportDeclaration(
            "public",
            "org.example.hello",
            "hello",
            "hello",
            "",
            "generic",
            Map.of("visibility", "protected")),
        declaration);
    assertEquals("public/org.example.hello", declaration.address());
  }

  @Test
  void everyPropertyIsRead() {
    Map<String, Object> properties =
        Map.of(
            "mycel.service.id", "hello",
            "mycel.service.name", "Hello World",
            "mycel.service.description", "says hello",
            "mycel.service.type", "greeter",
            "mycel.service.workspace", "lab",
            "mycel.service.clientId", "java",
            "mycel.service.visibility", "public");
    assertEquals(
        new ExportDeclaration(
            "lab",
            "java",
            "hello",
            "Hello World",
            "says hello",
            "greeter",
            Map.of("visibility", "public")),
        ExportDeclaration.of(properties::get, "org.example.hello"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "workspace | * | property mycel.service.workspace must not contain '/', ':', '*', white space or control characters",
        "clientId | a/b | property mycel.service.clientId must not contain '/', ':', '*', white space or control characters",
        "clientId | workspace-manager | property mycel.service.clientId is the workspace manager's; choose another, not: workspace-manager",
        "id | '' | property mycel.service.id is missing",
        "id | a:b | property mycel.service.id must not contain '/', ':', '*', white space or control characters",
        "id | a.b | property mycel.service.id must have no / : @ * and no dots, not: a.b",
        "visibility | secret | property mycel.service.visibility must be one of public, protected, unlisted, not: secret",
      })
  void wrongPropertyIsNamedWithWhatIsWrong(String name, String value, String message) {
    HubException refusal = assertThrows(HubException.class, () -> read(name, value));
    assertEquals(HubException.Kind.INVALID, refusal.kind());
    assertEquals(message, refusal.getMessage());
  }

  @Test
  void propertyThatIsNoTextIsNamed() {
    HubException refusal = assertThrows(HubException.class, () -> read("name", 7));
    assertEquals("property mycel.service.name must be text, not: 7", refusal.getMessage());
  }
}
