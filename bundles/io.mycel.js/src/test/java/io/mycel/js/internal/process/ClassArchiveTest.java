package io.mycel.js.internal.process;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mycel.js.internal.limits.Limits;
import io.mycel.js.internal.worker.Jvm;
import java.io.File;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes start with the classes that an earlier one has left, on any JVM. */
class ClassArchiveTest {
  private final ExecutorService executor = Executors.newCachedThreadPool();
  @TempDir Path folder;

  @AfterEach
  void close() {
    executor.shutdownNow();
  }

  @Test
  void aLaterProcessHasTheClassesOfAnEarlierOne() throws Exception {
    remembers(Jvm.current(), Runtime.version().feature());
  }

  @Test
  void aLaterProcessHasTheClassesOfAnEarlierOneOnJava25() throws Exception {
    Optional<Jvm> jvm = Jvm.compiling();
    assumeTrue(jvm.isPresent(), "there is no Java 25 on this machine (JAVA25_HOME names one)");
    remembers(jvm.get(), 25);
  }

  private void remembers(Jvm tested, int feature) throws Exception {
    Limits limits = Limits.defaults();
    Path java = tested.home().resolve("bin").resolve("java");
    ChildJvm jvm = new ChildJvm(java, feature, jars(), folder, 96, limits.messageBytes());
    Path old = Files.createFile(folder.resolve("classes-of-another-version.archive"));
    ClassArchive archive = new ClassArchive(jvm, limits, executor);
    assertNull(archive.file());
    archive.make();
    Path file = archive.file();
    assertNotNull(file, "no archive was made");
    assertFalse(Files.exists(old), "archives of other versions are removed");
    Process process = jvm.start(file);
    PluginProcess child = new PluginProcess(process, limits.messageBytes(), executor);
    try {
      child.warm(limits).toCompletableFuture().get(60, TimeUnit.SECONDS);
      Path maps = Path.of("/proc", Long.toString(process.pid()), "maps");
      assumeTrue(Files.isReadable(maps), "only Linux tells what a process maps");
      assertTrue(Files.readString(maps).contains(file.toString()), "the archive is not used");
    } finally {
      child.kill("the test is over").toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
  }

  /** The class path of this test: folders are made jars of, others cannot be remembered. */
  private List<Path> jars() throws Exception {
    List<Path> jars = new ArrayList<>();
    for (String each : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(each);
      jars.add(Files.isDirectory(path) ? jar(path, jars.size()) : path);
    }
    return jars;
  }

  private Path jar(Path classes, int number) throws Exception {
    Path jar = folder.resolve(number + ".jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> all = Files.walk(classes)) {
      for (Path each : all.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(
            new JarEntry(classes.relativize(each).toString().replace(File.separatorChar, '/')));
        Files.copy(each, out);
        out.closeEntry();
      }
    }
    return jar;
  }
}
