package io.mycel.plugins.internal.manage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mycel.plugins.internal.repository.RepositoryAddress;
import io.mycel.plugins.internal.store.ContentKind;
import io.mycel.plugins.internal.store.InstalledPlugin;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OriginsTest {
  private static InstalledPlugin plugin(String owner, String repository) {
    return new InstalledPlugin(
            owner,
            "A",
            null,
            "public",
            "A",
            null,
            null,
            ContentKind.FILE,
            "1",
            "ab".repeat(32),
            null,
            false,
            false)
        .listedBy(repository);
  }

  private static List<String> of(InstalledPlugin... plugins) {
    return Origins.of(List.of(plugins)).stream().map(RepositoryAddress::id).toList();
  }

  @Test
  void whoListsAPluginIsItsOriginAtWhateverCommit() {
    assertEquals(List.of("o/r"), of(plugin("o/r", "o/r@0123abc"), plugin("o/r", "o/r")));
    assertEquals(List.of("https://x.org/p/"), of(plugin("x.org", "https://x.org/p/")));
    assertEquals(List.of("/a/b"), of(plugin("local", "/a/b")));
    assertEquals(List.of("o/r"), of(plugin("x", "no repository"), plugin("o/r", "o/r")));
  }

  @Test
  void aFileAtGitHubIsOfItsRepositoryAndOthersAreOfNone() {
    assertEquals(List.of("o/r"), of(plugin("o/r", null)));
    assertEquals(
        List.of(),
        Stream.of("local", "x.org", "x.org:8443", "gist.github.com/someone", "org.some.bundle")
            .flatMap(owner -> of(plugin(owner, null)).stream())
            .toList());
  }
}
