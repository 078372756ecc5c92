package io.mycel.plugins.internal.manage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mycel.plugins.internal.repository.Repositories;
import io.mycel.plugins.internal.store.ContentKind;
import io.mycel.plugins.internal.store.InstalledPlugin;
import io.mycel.plugins.internal.testing.Bench;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AvailabilityTest {
  private static final String HASH = "a".repeat(64);
  private static final String OTHER = "b".repeat(64);

  @TempDir Path folder;

  private static InstalledPlugin installed(String owner, String version) {
    return new InstalledPlugin(
        owner,
        "A",
        null,
        "public",
        "o/r:A",
        null,
        null,
        ContentKind.FILE,
        version,
        HASH,
        null,
        false,
        false);
  }

  private static String entry(String version, String hash) {
    return "{\"plugins\": [{\"name\": \"A\", \"version\": \"%s\"%s}]}"
        .formatted(version, hash == null ? "" : ", \"sha256\": \"" + hash + "\"");
  }

  @Test
  void itSaysWhatAnUpdateWouldBring() throws Exception {
    try (Bench bench = new Bench(folder)) {
      Repositories repositories = bench.repositories("o/r");
      Availability availability = new Availability(repositories);
      assertEquals("", availability.of(installed("o/r", "1.0.0")), "never read");
      record Case(String version, String hash, String available) {}
      int commit = 0;
      for (Case each :
          List.of(
              new Case("1.0.0", null, ""),
              new Case("1.1.0", null, "1.1.0"),
              new Case("1.1.0", OTHER, "1.1.0"),
              new Case("1.1.0", HASH, ""),
              new Case("1.0.0", HASH, ""),
              new Case("1.0.0", HASH.toUpperCase(), ""),
              new Case("1.0.0", OTHER, "1.0.0"),
              new Case("", OTHER, "1.0.0"),
              new Case("0.9.0", OTHER, ""),
              new Case("0.9.0", null, ""))) {
        bench.commit = "%040x".formatted(++commit);
        bench.commit("o/r", "manifest.imjoy.json", entry(each.version(), each.hash()));
        assertEquals(List.of(), repositories.refresh());
        assertEquals(each.available(), availability.of(installed("O/R", "1.0.0")), each::toString);
        assertEquals("", availability.of(installed("else/where", "1.0.0")), each::toString);
      }
    }
  }
}
