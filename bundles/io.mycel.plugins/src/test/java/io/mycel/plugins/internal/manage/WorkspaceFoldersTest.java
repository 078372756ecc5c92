package io.mycel.plugins.internal.manage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkspaceFoldersTest {
  private static final Path ROOT = Path.of("/data/workspaces");

  @ParameterizedTest
  @CsvSource({
    "public, public",
    "my.lab-2, my.lab-2",
    ".., %2E%2E",
    "., %2E",
    "..., %2E.%2E",
    "a., a%2E",
    "a\\b, a%5Cb",
    "user|7, user%7C7"
  })
  void everyNameIsThatOfAFolderRightBelow(String workspace, String folder) {
    Path found = new WorkspaceFolders(Optional.of(ROOT)).of(workspace).orElseThrow();
    assertEquals(ROOT.resolve(folder), found);
    assertEquals(ROOT, found.normalize().getParent());
  }

  @Test
  void aServerMayHaveNone() {
    assertEquals(Optional.empty(), new WorkspaceFolders(Optional.empty()).of("public"));
  }
}
