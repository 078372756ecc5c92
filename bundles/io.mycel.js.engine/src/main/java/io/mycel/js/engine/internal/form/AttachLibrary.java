package io.mycel.js.engine.internal.form;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Lets the engine load its native library once more. A JVM loads a library for one class loader
 * only, so that after an update of this bundle the engine would find it taken, and run without its
 * compiler: each start gets a copy of its own.
 */
final class AttachLibrary {
  private static final String PROPERTY = "truffle.attach.library";
  private static final String PREFIX = "truffleattach-";

  private AttachLibrary() {}

  /**
   * Does something while the engine finds a fresh copy.
   *
   * @param folder for the copies; those of earlier starts are deleted
   * @param resources finds the library, which is in one of the engine's jars
   */
  static <T> T with(Path folder, ClassLoader resources, Supplier<T> work) {
    String before = System.getProperty(PROPERTY);
    Path copy = before == null ? copy(folder, resources) : null;
    if (copy == null) {
      return work.get(); // the user has one, or there is none for this machine
    }
    System.setProperty(PROPERTY, copy.toString());
    try {
      return work.get();
    } finally {
      System.clearProperty(PROPERTY);
    }
  }

  private static Path copy(Path folder, ClassLoader resources) {
    String name = resource();
    try (InputStream in = resources.getResourceAsStream(name)) {
      if (in == null) {
        return null;
      }
      Files.createDirectories(folder);
      deleteOld(folder);
      String suffix = name.substring(name.lastIndexOf('.'));
      Path copy = folder.resolve(PREFIX + Long.toHexString(System.nanoTime()) + suffix);
      Files.copy(in, copy);
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the engine's native library", e);
    }
  }

  private static void deleteOld(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path old : files.filter(f -> f.getFileName().toString().startsWith(PREFIX)).toList()) {
        try {
          Files.delete(old);
        } catch (IOException e) {
          // Windows: it is still loaded. The next start deletes it.
        }
      }
    }
  }

  private static String resource() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String system =
        os.startsWith("windows") ? "windows" : os.startsWith("mac") ? "darwin" : "linux";
    String file =
        switch (system) {
          case "windows" -> "truffleattach.dll";
          case "darwin" -> "libtruffleattach.dylib";
          default -> "libtruffleattach.so";
        };
    String machine = arch.equals("aarch64") || arch.equals("arm64") ? "aarch64" : "amd64";
    return "META-INF/resources/engine/libtruffleattach/" + system + "/" + machine + "/bin/" + file;
  }
}
