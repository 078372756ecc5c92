package io.mycel.itest.plugins;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the build generates and the repository holds must be the same. In CI ({@code
 * -Dmycel.failOnDrift=true}) a difference is a failure; otherwise the file is written, to be
 * committed.
 */
final class Drift {
  /** The folder that is published. */
  static final Path REPOSITORY = Path.of(System.getProperty("plugins.repository"));

  private static final boolean FAILS = Boolean.getBoolean("mycel.failOnDrift");

  private Drift() {}

  /** A published file is not what it should be: null if it should not be there. */
  static void settle(Path published, byte[] wanted) throws IOException {
    if (FAILS) {
      fail(
          REPOSITORY.relativize(published)
              + " is not what the build makes; run './mvnw -pl bundles/io.mycel.itest.plugins -am"
              + " verify' and commit what it has changed in plugins-repo");
    }
    if (wanted == null) {
      Files.delete(published);
    } else {
      Files.createDirectories(published.getParent());
      Files.write(published, wanted);
    }
    System.out.println("[plugins] written: " + published);
  }
}
