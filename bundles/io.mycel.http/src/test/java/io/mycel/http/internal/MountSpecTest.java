package io.mycel.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MountSpecTest {

  @ParameterizedTest
  @CsvSource({
    "/images:./images,/images,./images",
    "/images/:images,/images,images",
    "/a/b/c:/srv/data,/a/b/c,/srv/data",
    "/data:C:\\images,/data,C:\\images",
    "/data:C:/images,/data,C:/images",
    "/data:/srv/10:30/x,/data,/srv/10:30/x",
    "/a.b-c_d~e:x,/a.b-c_d~e,x"
  })
  void pathAndDirectoryAreSeparatedAtTheRightColon(String text, String path, String directory) {
    MountSpec spec = MountSpec.parse(text);

    assertEquals(path, spec.path());
    assertEquals(Path.of(directory).toAbsolutePath().normalize(), spec.directory());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "/images",
        "images:./images",
        ":./images",
        "/images:",
        "/:./images",
        "//:x",
        "//a:x",
        "/a//b:x",
        "/a/../b:x",
        "/.git:x",
        "/a b:x",
        "/{workspace}:x",
        "/a/*:x",
        "/a%2f:x",
        "/a;b:x",
        "/a\\b:x",
        "/ä:x",
        "C:\\images"
      })
  void whatIsNoMountIsRefusedByName(String text) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> MountSpec.parse(text));

    assertTrue(e.getMessage().contains("'" + text + "'"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ws:x", "/health:x", "/health/liveness:x", "/metrics:x", "/ws/:x"})
  void pathOfThePlatformIsRefused(String text) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> MountSpec.parse(text));

    assertTrue(e.getMessage().contains("belongs to the server"), e.getMessage());
  }

  @Test
  void pathThatOnlyBeginsLikeOneOfThePlatformIsFine() {
    assertEquals("/wsx", MountSpec.parse("/wsx:x").path());
  }

  @Test
  void directoryWithANulIsRefused() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> MountSpec.parse("/a:x\0y"));

    assertTrue(e.getMessage().contains("not a directory name"), e.getMessage());
  }
}
