package io.mycel.plugins.internal.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.mycel.plugins.internal.install.PluginUri;
import io.mycel.plugins.internal.repository.Repositories;
import io.mycel.plugins.internal.testing.Bench;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginVersionsTest {

  @Test
  void everyRepositoryHasItsVersionTagsAndStates(@TempDir Path folder) throws Exception {
    try (Bench bench = new Bench(folder)) {
      bench.commit(
          "o/r",
          "manifest.imjoy.json",
          "{\"plugins\": [{\"name\": \"A\", \"version\": \"1.2\", \"tags\": [\"cpu\", \"gpu\"]}]}");
      String url = bench.web.url() + "/p/";
      bench.web.put("/p/manifest.imjoy.json", "{\"plugins\": [{\"name\": \"A\"}]}");
      bench.web.put(
          "/web/o/r.git/info/refs",
          "0032%1$s HEAD\n003d%1$s refs/heads/main\n003a%2$s refs/tags/v1\n003d%1$s refs/tags/v1^{}\n0000"
              .formatted("1".repeat(40), "2".repeat(40)));
      Repositories repositories = bench.repositories("o/r", url);
      repositories.refresh();
      PluginVersions versions = new PluginVersions(repositories, bench.github());
      PluginVersions.Choice atGitHub =
          new PluginVersions.Choice("o/r:A", "1.2", List.of("cpu", "gpu"), List.of("main", "v1"));
      assertEquals(
          List.of(
              atGitHub, new PluginVersions.Choice(url + "A.imjoy.html", "", List.of(), List.of())),
          versions.of(PluginUri.parse("A")));
      assertEquals(List.of(atGitHub), versions.of(PluginUri.parse("o/r:A")));
      assertThrows(
          PluginSourceException.class, () -> versions.of(PluginUri.parse("./A.imjoy.html")));
      // a tag that is an object of its own stands for the commit that it names
      bench.web.fail("/api/repos/o/r/commits/v1", 403);
      assertEquals("1".repeat(40), bench.github().commit("o", "r", "v1").orElseThrow());
    }
  }
}
