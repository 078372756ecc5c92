package io.mycel.js.internal.process;

import io.mycel.js.internal.limits.Limits;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes of a child, as its JVM remembers them: later ones start in half the time. Made once
 * for each JVM and class path, after the first child.
 */
final class ClassArchive {
  private static final Logger LOG = LoggerFactory.getLogger(ClassArchive.class);
  private static final long PATIENCE_SECONDS = 60;
  private static final String PREFIX = "classes-";
  private static final String MADE = ".new";

  private final ChildJvm jvm;
  private final Limits limits;
  private final Executor executor;
  private final Path file;
  private boolean tried;

  /**
   * None yet, unless an earlier server has made it.
   *
   * @param executor for what may block
   */
  ClassArchive(ChildJvm jvm, Limits limits, Executor executor) {
    this.jvm = jvm;
    this.limits = limits;
    this.executor = executor;
    String name = System.getProperty("java.vm.version") + jvm.classPath();
    this.file = jvm.folder().resolve(PREFIX + Integer.toHexString(name.hashCode()) + ".archive");
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
    Path made = file.resolveSibling(file.getFileName() + MADE);
    try {
      PluginProcess trained = new PluginProcess(jvm.train(made), limits.messageBytes(), executor);
      try {
        trained.warm(limits).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        trained.end();
        trained.exit().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } finally {
        trained.kill("it has done what it was for");
      }
      if (Files.exists(made)) {
        removeOthers(made);
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } else {
        LOG.info("Processes of plugins start slower: their JVM made no archive of classes");
      }
    } catch (IOException | ExecutionException | TimeoutException e) {
      LOG.info("Processes of plugins start slower: no archive of classes: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Those of other versions, and what a server has left that ended while it made one. */
  private void removeOthers(Path made) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(jvm.folder(), PREFIX + "*")) {
      for (Path each : all) {
        if (!each.equals(made)) {
          Files.delete(each);
        }
      }
    }
  }
}
