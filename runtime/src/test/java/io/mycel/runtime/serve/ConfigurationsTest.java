package io.mycel.runtime.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.mycel.runtime.cli.Arguments;
import io.mycel.runtime.cli.Option;
import io.mycel.runtime.cli.UsageException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationsTest {
  @TempDir Path directory;

  private static Map<String, Map<String, Object>> of(
      Map<String, String> environment, String... words) throws UsageException {
    return Configurations.of(Arguments.parse(ServeOptions.ALL, List.of(words)), environment);
  }

  @Test
  void everyOptionArrivesAtItsComponent() throws UsageException {
    Map<String, Map<String, Object>> configurations =
        of(
            Map.of(),
            "--host=0.0.0.0",
            "--port=80",
            "--data-dir=" + directory,
            "--public-base-url=https://example.org",
            "--allow-origins=https://a.org",
            "--static-mounts=/a:" + directory);
    assertEquals(
        Map.of("host", "0.0.0.0", "port", 80), configurations.get("io.mycel.transport.jetty"));
    assertEquals(
        Map.of("dataDir", directory.toString(), "publicBaseUrl", "https://example.org"),
        configurations.get("io.mycel.hub"));
    Map<String, Object> http = configurations.get("io.mycel.http");
    assertEquals(Set.of("allowOrigins", "staticMounts"), http.keySet());
    assertArrayEquals(new String[] {"https://a.org"}, (String[]) http.get("allowOrigins"));
    assertArrayEquals(new String[] {"/a:" + directory}, (String[]) http.get("staticMounts"));
  }

  @Test
  void standardsArriveTooButNothingForWhatHasNone() throws UsageException {
    Map<String, Map<String, Object>> configurations = of(Map.of());
    assertEquals(
        Map.of("host", "127.0.0.1", "port", 9000), configurations.get("io.mycel.transport.jetty"));
    assertEquals(
        Map.of("dataDir", Path.of(System.getProperty("user.home"), ".mycel").toString()),
        configurations.get("io.mycel.hub"));
    assertArrayEquals(
        new String[] {"*"}, (String[]) configurations.get("io.mycel.http").get("allowOrigins"));
  }

  @Test
  void secretComesFromTheEnvironmentByEitherName() throws UsageException {
    assertEquals("a", of(Map.of("JWT_SECRET", "a")).get("io.mycel.hub").get("jwtSecret"));
    assertEquals("b", of(Map.of("HYPHA_JWT_SECRET", "b")).get("io.mycel.hub").get("jwtSecret"));
    assertEquals(
        "a",
        of(Map.of("JWT_SECRET", "a", "HYPHA_JWT_SECRET", "b"))
            .get("io.mycel.hub")
            .get("jwtSecret"));
    assertFalse(of(Map.of("JWT_SECRET", "")).get("io.mycel.hub").containsKey("jwtSecret"));
  }

  @Test
  void commandLineGoesBeforeTheEnvironmentAndThatBeforeTheStandard() throws UsageException {
    assertFalse(of(Map.of()).get("io.mycel.hub").containsKey("jwtSecret"));
    Map<String, String> environment = Map.of("JWT_SECRET", "of the environment");
    assertEquals("of the environment", of(environment).get("io.mycel.hub").get("jwtSecret"));
    assertEquals(
        "of the command line",
        of(environment, "--config=io.mycel.hub:jwtSecret=of the command line")
            .get("io.mycel.hub")
            .get("jwtSecret"));
    // and nothing else of the environment is read
    Map<String, String> others =
        Map.of("PORT", "1", "MYCEL_PORT", "2", "HYPHA_PORT", "3", "ALLOW_ORIGINS", "x");
    assertEquals(9000, of(others).get("io.mycel.transport.jetty").get("port"));
  }

  @Test
  void genericOptionReachesAnyComponentAndWins() throws UsageException {
    Map<String, Map<String, Object>> configurations =
        of(
            Map.of(),
            "--port=1",
            "--config",
            "io.mycel.transport.jetty:port=2",
            "org.example:url=http://a:1/?b=c",
            "--config=org.example:list=a",
            "--config=org.example:list=b",
            "--config=org.example:list=c");
    assertEquals("2", configurations.get("io.mycel.transport.jetty").get("port"));
    assertEquals("http://a:1/?b=c", configurations.get("org.example").get("url"));
    assertArrayEquals(
        new String[] {"a", "b", "c"}, (String[]) configurations.get("org.example").get("list"));
  }

  @Test
  void noTwoOptionsHaveOneNameOrOneTarget() {
    Set<Object> seen = new HashSet<>();
    for (Option option : ServeOptions.ALL) {
      assertEquals(true, seen.add(option.name()), option.name());
      assertEquals(true, option.target() == null || seen.add(option.target()), option.name());
    }
  }
}
