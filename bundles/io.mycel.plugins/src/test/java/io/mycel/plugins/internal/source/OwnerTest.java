package io.mycel.plugins.internal.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnerTest {
  private static final String RAW = "https://raw.githubusercontent.com/";
  private static final String JSDELIVR = "https://cdn.jsdelivr.net/gh/";

  private static String of(String url) {
    return Owner.of(URI.create(url));
  }

  @Test
  void filesAtGitHubAreThoseOfTheirRepositoryAndOthersOfTheirHost() {
    assertEquals("o/r", of(RAW + "o/r/main/A.imjoy.html"));
    assertEquals("o/r", of(JSDELIVR + "o/r@v1/a/A.imjoy.html"));
    assertEquals("example.org:8443", of("https://example.org:8443/gh/o/r/A.imjoy.html"));
  }

  @Test
  void nobodyClimbsIntoAnothersRepository() {
    for (String path :
        List.of("o/r/../../evil/x/A", "o/r/%2e%2E/%2E./evil/x/A", "o/r@v1/a/../../../evil/x/A")) {
      assertEquals("cdn.jsdelivr.net", of(JSDELIVR + path), path);
      assertEquals("raw.githubusercontent.com", of(RAW + path), path);
    }
  }
}
