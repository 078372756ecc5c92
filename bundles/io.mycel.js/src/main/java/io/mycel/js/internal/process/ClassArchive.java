package io.mycel.js.internal.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes of a child, as its JVM remembers them (application class-data sharing): later ones
 * start in half the time. Made once for each JVM and class path, after the first child.
 */
final class ClassArchive {
  private static final Logger LOG = LoggerFactory.getLogger(ClassArchive.class);
  private static final long PATIENCE_SECONDS = 60;
  private static final String PREFIX = "classes-";

  private final ChildJvm jvm;
  private final Path file;
  private boolean tried;

  ClassArchive(ChildJvm jvm) {
    this.jvm = jvm;
    String name = System.getProperty("java.vm.version") + jvm.classPath();
    this.file = jvm.folder().resolve(PREFIX + Integer.toHexString(name.hashCode()) + ".jsa");
  }

  /** The file; null as long as there is none. */
  Path file() {
    return Files.isReadable(file) ? file : null;
  }

  /** Makes it, unless it is there or could not be made before. Takes some seconds. */
  void make() {
    synchronized (this) {
      if (tried || file() != null) {
        return;
      }
      tried = true;
    }
    Path made = file.resolveSibling(file.getFileName() + ".new");
    try {
      Process process = jvm.train(made);
      try {
        process.getOutputStream().close();
        if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && Files.exists(made)) {
          removeOthers();
          Files.move(
              made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } else {
          LOG.info("Processes of plugins start slower: their JVM made no archive of classes");
        }
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      LOG.info("Processes of plugins start slower: no archive of classes: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Those of other versions. */
  private void removeOthers() throws IOException {
    try (DirectoryStream<Path> others = Files.newDirectoryStream(jvm.folder(), PREFIX + "*.jsa")) {
      for (Path other : others) {
        Files.delete(other);
      }
    }
  }
}
