package io.mycel.plugins.internal.manage;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.plugins.internal.mirror.LockFile;
import io.mycel.plugins.internal.mirror.LockedPlugin;
import io.mycel.plugins.internal.store.ContentKind;
import io.mycel.plugins.internal.store.InstalledPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderGuardTest {
  @TempDir Path folder;
  private Path file;
  private FolderGuard guard;

  @BeforeEach
  void drop() throws IOException {
    file = Files.writeString(folder.resolve("A.imjoy.html"), "");
    guard = new FolderGuard(folder.toString());
  }

  private static InstalledPlugin plugin(String owner, Path source, String sha256) {
    return new InstalledPlugin(
        owner,
        "A",
        null,
        "public",
        source.toString(),
        source.toUri().toString(),
        null,
        ContentKind.FILE,
        "1",
        sha256,
        null,
        false,
        false);
  }

  private static LockFile lock(InstalledPlugin plugin) {
    return LockFile.of(List.of(plugin));
  }

  @Test
  void anotherContentOfAPluginOfTheFolderIsRefusedWithTheRemedy() {
    List<InstalledPlugin> installed = List.of(plugin("local", file, "aa"));
    for (InstalledPlugin other :
        List.of(plugin("local", file, "bb"), plugin("o/r", Path.of("/else"), "bb"))) {
      String message =
          assertThrows(InstallException.class, () -> guard.check(lock(other), installed))
              .getMessage();
      assertTrue(message.contains("is the file " + file + " of the watched folder"), message);
      assertTrue(message.contains("move that file out of the folder"), message);
    }
  }

  @Test
  void theSameContentAndPluginsOfOthersAreWelcome() throws IOException {
    LockFile other = lock(plugin("local", file, "bb"));
    assertDoesNotThrow(
        () -> guard.check(lock(plugin("local", file, "aa")), List.of(plugin("local", file, "aa"))));
    assertDoesNotThrow(() -> guard.check(other, List.of(plugin("local", Path.of("/a/b"), "aa"))));
    assertDoesNotThrow(
        () -> new FolderGuard("").check(other, List.of(plugin("local", file, "aa"))));
    Files.delete(file);
    assertDoesNotThrow(() -> guard.check(other, List.of(plugin("local", file, "aa"))));
  }

  @Test
  void whatLayInTheFolderIsOfTheFolderNoMore() throws IOException {
    LockedPlugin locked = lock(plugin("local", file, "aa")).plugins().get(0);
    List<InstalledPlugin> installed = List.of(plugin("local", file, "aa"));
    assertEquals(file.toString(), guard.released(locked, null, installed).source());
    InstalledPlugin alone = guard.released(locked, null, List.of());
    assertEquals("a lock file", alone.source());
    assertNull(alone.url());
    LockedPlugin elsewhere = lock(plugin("local", Path.of("/a/b"), "aa")).plugins().get(0);
    assertEquals("/a/b", guard.released(elsewhere, null, List.of()).source());
  }
}
