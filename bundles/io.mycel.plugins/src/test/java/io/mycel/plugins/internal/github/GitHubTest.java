package io.mycel.plugins.internal.github;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class GitHubTest {
  private static final String RAW = "https://raw.githubusercontent.com/";

  @Test
  void aFileBelongsToTheRepositoryOfItsUrl() {
    assertEquals(
        new GitHub.File("o", "r", "main", "a/b.html"),
        GitHub.file(URI.create(RAW + "o/r/refs/heads/main/a/b.html")).orElseThrow());
    assertTrue(GitHub.file(URI.create("https://example.org/o/r/main/a")).isEmpty());
  }

  @Test
  void nobodyClimbsIntoAnothersRepository() {
    for (String path :
        List.of("o/r/main/../../../evil/x/main/a", "o/r/%2e%2E/x/main/a", "o/r/./main/a")) {
      assertTrue(GitHub.file(URI.create(RAW + path)).isEmpty(), path);
    }
    for (String ref : List.of("../../evil/x", "a b", "-x", "a?b", "")) {
      assertThrows(IllegalArgumentException.class, () -> GitHub.raw("o", "r", ref, "a"), ref);
    }
  }

  @Test
  void aMirrorStandsForTheHostsOfGitHub() {
    GitHubHosts mirror =
        new GitHubHosts("https://m/web", "https://m/raw", "https://m/api", "https://m/gist");
    assertEquals(RAW + "o/r/main/a", mirror.known("https://m/raw/o/r/main/a"));
    assertEquals(
        URI.create("https://m/raw/o/r/main/a"), mirror.actual(URI.create(RAW + "o/r/main/a")));
    assertEquals("https://m/rawer", mirror.known("https://m/rawer"));
    assertEquals(RAW, GitHubHosts.PUBLIC.known(RAW));
  }
}
