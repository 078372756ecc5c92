package io.mycel.hub.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretTest {
  @TempDir Path dir;

  @Test
  void isMadeOnceForItsOwnerOnly() throws Exception {
    byte[] first = Secret.load("", dir.toString());
    assertTrue(first.length >= 32);
    assertArrayEquals(first, Secret.load("", dir.toString()));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("jwt-secret"))));
  }

  @Test
  void aConfiguredSecretIsTakenAsItIs() throws Exception {
    assertArrayEquals("mine".getBytes(), Secret.load("mine", dir.toString()));
    assertTrue(Files.notExists(dir.resolve("jwt-secret")));
  }

  @Test
  void aSpoiltFileIsNotTakenForASecret() throws Exception {
    Files.writeString(dir.resolve("jwt-secret"), "\n");
    IOException e = assertThrows(IOException.class, () -> Secret.load("", dir.toString()));
    assertTrue(e.getMessage().contains("delete it"), e.getMessage());
  }
}
