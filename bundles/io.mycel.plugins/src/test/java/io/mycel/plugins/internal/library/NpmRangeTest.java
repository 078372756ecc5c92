package io.mycel.plugins.internal.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpmRangeTest {
  private static final List<String> ALL =
      List.of(
          "0.0.3",
          "0.2.3",
          "0.2.9",
          "0.3.0",
          "1.0.0-rc.1",
          "1.0.0",
          "1.2.3",
          "1.2.4-beta.2",
          "1.2.4",
          "1.9.0",
          "2.0.0-alpha",
          "2.0.0",
          "2.5.1",
          "3.0.0");

  private static List<String> held(String range) {
    NpmRange parsed = NpmRange.parse(range);
    return ALL.stream()
        .filter(version -> parsed.holds(NpmVersion.parse(version).orElseThrow()))
        .toList();
  }

  /** As node-semver 7 answers. */
  @Test
  void rangesAreThoseOfNpm() {
    assertEquals(List.of("1.0.0", "1.2.3", "1.2.4", "1.9.0"), held("1"));
    assertEquals(List.of("1.2.3", "1.2.4"), held("1.2.x"));
    assertEquals(List.of("1.2.3"), held("=1.2.3"));
    assertEquals(List.of("1.2.3", "1.2.4", "1.9.0"), held("^1.2.3"));
    assertEquals(List.of("0.2.3", "0.2.9"), held("^0.2.3"));
    assertEquals(List.of("0.0.3"), held("^0.0.3"));
    assertEquals(List.of("1.2.3", "1.2.4"), held("~1.2.3"));
    assertEquals(List.of("1.0.0", "1.2.3", "1.2.4", "1.9.0"), held("~1"));
    assertEquals(List.of("1.9.0", "2.0.0"), held(">1.2.4 <=2.0.0"));
    assertEquals(List.of("2.0.0", "2.5.1"), held(">1 <3"));
    assertEquals(List.of("0.3.0", "3.0.0"), held("0.3 || >= 3"));
    assertEquals(List.of("1.2.3", "1.2.4", "1.9.0", "2.0.0"), held("1.2.3 - 2.0.0"));
    assertEquals(List.of("1.2.3", "1.2.4", "1.9.0", "2.0.0", "2.5.1"), held("1.2.3 - 2"));
    assertEquals(List.of("1.2.4-beta.2", "1.2.4"), held("~1.2.4-beta.1"));
    assertEquals(ALL.size() - 3, held("*").size());
    assertEquals(ALL.size() - 3, held("").size());
  }

  @Test
  void versionsHaveAnOrder() {
    List<String> sorted =
        List.of(
            "1.0.0-1", "1.0.0-2", "1.0.0-10", "1.0.0-a", "1.0.0-a.b", "1.0.0", "1.0.1", "10.0.0");
    List<NpmVersion> versions =
        sorted.stream().map(text -> NpmVersion.parse(text).orElseThrow()).toList();
    assertEquals(versions, versions.stream().sorted().toList());
    assertTrue(NpmVersion.parse("1.2").isEmpty());
  }

  @Test
  void whatIsNoRangeIsRefused() {
    for (String text : List.of("latest", "1.2.3 nonsense", "<>1", "^")) {
      assertThrows(IllegalArgumentException.class, () -> NpmRange.parse(text), text);
    }
  }

  @Test
  void theRegistryIsTheOneThatNpmIsConfiguredFor(@TempDir Path home) throws Exception {
    assertEquals("registry.npmjs.org", NpmConfig.registry("", Map.of(), home).getHost());
    Files.writeString(home.resolve(".npmrc"), "x=y\nregistry = https://npm.example.org/r\n");
    assertEquals(URI.create("https://npm.example.org/r/"), NpmConfig.registry("", Map.of(), home));
    Map<String, String> environment = Map.of("npm_config_registry", "https://e.example.org/");
    assertEquals(URI.create("https://e.example.org/"), NpmConfig.registry("", environment, home));
    assertEquals(
        URI.create("https://c.example.org/"),
        NpmConfig.registry("https://c.example.org", environment, home));
  }
}
