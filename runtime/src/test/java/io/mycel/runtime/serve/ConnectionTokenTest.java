package io.mycel.runtime.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.mycel.runtime.cli.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ConnectionTokenTest {
  @TempDir Path directory;

  @Test
  void tokenHas256BitsAndIsKept() throws Exception {
    String token = ConnectionToken.of(directory);
    assertEquals(32, Base64.getUrlDecoder().decode(token).length);
    assertEquals(token, ConnectionToken.of(directory));
    assertEquals(token, Files.readString(directory.resolve("connection-token")).strip());
  }

  @Test
  void everyDirectoryHasItsOwn() throws Exception {
    Path other = Files.createDirectory(directory.resolve("other"));
    assertNotEquals(ConnectionToken.of(directory), ConnectionToken.of(other));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no such modes")
  void nobodyElseMayReadItEvenIfTheModeWasChanged() throws Exception {
    String token = ConnectionToken.of(directory);
    Path file = directory.resolve("connection-token");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertEquals(token, ConnectionToken.of(directory));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void fileThatHoldsNoTokenIsRefused() throws Exception {
    Path file = Files.writeString(directory.resolve("connection-token"), "short\n");
    assertEquals(
        file + " holds no token; delete it, and a new one is made",
        assertThrows(UsageException.class, () -> ConnectionToken.of(directory)).getMessage());
  }
}
