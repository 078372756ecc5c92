package io.mycel.runtime.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.runtime.cli.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path parent;

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no such modes")
  void missingDirectoryIsMadeForThisUserOnly() throws Exception {
    Path path = parent.resolve("a/b c");
    try (DataDirectory data = DataDirectory.open(path)) {
      assertEquals(path, data.path());
      assertEquals(path.resolve("cache"), data.cache());
      assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    }
  }

  @Test
  void secondOneIsRefusedUntilTheFirstIsClosed() throws Exception {
    try (DataDirectory first = DataDirectory.open(parent)) {
      UsageException refusal =
          assertThrows(UsageException.class, () -> DataDirectory.open(first.path()));
      assertEquals(
          "another Mycel (process "
              + ProcessHandle.current().pid()
              + ") uses the data directory "
              + parent
              + "; stop it, or choose another by --data-dir",
          refusal.getMessage());
    }
    try (DataDirectory again = DataDirectory.open(parent)) {
      assertEquals(parent, again.path());
    }
  }

  @Test
  void directoryThatCannotBeMadeIsRefused() throws Exception {
    Path file = Files.createFile(parent.resolve("file"));
    for (Path impossible : new Path[] {file, file.resolve("below")}) {
      String message =
          assertThrows(UsageException.class, () -> DataDirectory.open(impossible)).getMessage();
      assertTrue(message.startsWith("cannot use the data directory " + impossible + " ("), message);
      assertTrue(message.endsWith("; choose one by --data-dir"), message);
    }
  }
}
