package io.mycel.js.internal.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspaceFilesTest {
  private static final String SECRET = "secret-4711";

  @TempDir Path machine;
  private Path folder;
  private WorkspaceFiles files;

  @BeforeEach
  void write() throws IOException {
    folder = machine.resolve("workspaces/lab");
    text("data/a.txt", "a");
    text("data/deep/er/b.txt", "bb");
    text("database/c.txt", SECRET);
    text("other/c.txt", SECRET);
    text("c.txt", SECRET);
    Files.writeString(machine.resolve("token"), SECRET);
    files = granting("data");
  }

  private void text(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private WorkspaceFiles granting(String... folders) {
    return new WorkspaceFiles(Optional.of(folder), List.of(folders), 100);
  }

  private static String read(WorkspaceFiles files, String path) {
    ByteBuffer content = (ByteBuffer) files.read(path).get("content");
    return StandardCharsets.UTF_8.decode(content.duplicate()).toString();
  }

  private static List<String> names(Map<String, Object> tree) {
    return ((List<?>) tree.get("children"))
        .stream().map(child -> (String) ((Map<?, ?>) child).get("name")).toList();
  }

  private String refusal(WorkspaceFiles of, String path) {
    String read = assertThrows(IllegalArgumentException.class, () -> of.read(path)).getMessage();
    String listed =
        assertThrows(IllegalArgumentException.class, () -> of.list(path, false, true)).getMessage();
    assertFalse((read + listed).contains(machine.toString()), read + listed);
    assertEquals(read, listed);
    return read;
  }

  @Test
  void filesOfGrantedFoldersAreRead() {
    assertEquals("a", read(files, "data/a.txt"));
    assertEquals("bb", read(files, "./data//deep/er/./b.txt"));
    assertEquals("b.txt", files.read("data/deep/er/b.txt").get("name"));
    assertEquals("a", read(granting("data/"), "data/a.txt"));
    assertEquals(SECRET, read(granting("."), "c.txt"));
    assertEquals("bb", read(granting("nothing", "data/deep"), "data/deep/er/b.txt"));
  }

  @Test
  void foldersAreListed() {
    assertEquals(List.of("data"), names(files.list(null, false, false)));
    Map<String, Object> data = files.list("data", false, false);
    assertEquals(List.of("a.txt", "deep"), names(data));
    assertEquals("data", data.get("path"));
    assertEquals(List.of("deep"), names(files.list("data", true, false)));
    Map<?, ?> deep = (Map<?, ?>) ((List<?>) files.list("data", false, true).get("children")).get(1);
    assertTrue(
        deep.toString().contains("b.txt") && deep.toString().contains("size=2"), deep::toString);
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> files.list("data/a.txt", false, false))
            .getMessage()
            .contains("is a file"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c.txt",
        "other/c.txt",
        "database/c.txt",
        "data/../c.txt",
        "data/deep/../../c.txt",
        "data/../../../token",
        "../lab/data/a.txt",
        "..",
        ".",
        "",
        "/etc/passwd",
        "/data/a.txt",
        "data\\..\\c.txt",
        "C:/windows",
        "data/a.txt\0",
        "file:///etc/passwd"
      })
  void nothingElseIs(String path) {
    assertTrue(refusal(files, path).startsWith("Permission denied: "), path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "../..", "/", "/etc", "data/../other", "a:b"})
  void permissionsForWhatIsNotBelowTheFolderGrantNothing(String permission) {
    WorkspaceFiles none = granting(permission);
    assertFalse(none.areGranted());
    refusal(none, permission);
    refusal(none, permission + "/c.txt");
  }

  @Test
  void linksLeadNowhereElse() throws IOException {
    Files.createSymbolicLink(folder.resolve("data/token"), machine.resolve("token"));
    Files.createSymbolicLink(folder.resolve("data/machine"), machine);
    Files.createSymbolicLink(folder.resolve("data/other"), Path.of("..", "other"));
    Files.createSymbolicLink(folder.resolve("outside"), machine);
    Files.createSymbolicLink(folder.resolve("data/same.txt"), Path.of("a.txt"));
    for (String path :
        List.of("data/token", "data/machine/token", "data/other/c.txt", "data/machine")) {
      assertTrue(refusal(files, path).startsWith("Permission denied: "), path);
    }
    assertTrue(refusal(granting("outside"), "outside/token").startsWith("Permission denied: "));
    assertEquals("a", read(files, "data/same.txt"));
    assertEquals(List.of("a.txt", "deep"), names(files.list("data", false, true)));
  }

  @Test
  void whatIsNotThereOrTooLongIsTold() throws IOException {
    assertTrue(refusal(files, "data/none.txt").startsWith("there is no 'data/none.txt'"));
    text("data/long", "x".repeat(101));
    String tooLong =
        assertThrows(IllegalArgumentException.class, () -> files.read("data/long")).getMessage();
    assertTrue(tooLong.contains("101 bytes, more than 100 (messageBytes"), tooLong);
    String noFile =
        assertThrows(IllegalArgumentException.class, () -> files.read("data")).getMessage();
    assertTrue(noFile.contains("is no file"), noFile);
    WorkspaceFiles nowhere = new WorkspaceFiles(Optional.empty(), List.of("data"), 100);
    assertTrue(refusal(nowhere, "data/a.txt").contains("set workspacesDir"));
    WorkspaceFiles absent =
        new WorkspaceFiles(Optional.of(machine.resolve("no")), List.of("data"), 100);
    assertTrue(refusal(absent, "data/a.txt").startsWith("there is no 'data/a.txt'"));
  }
}
