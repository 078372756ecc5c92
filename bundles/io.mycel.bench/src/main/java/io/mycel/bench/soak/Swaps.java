package io.mycel.bench.soak;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Replaces bundles of the server by themselves, one after the other, while everybody calls. */
final class Swaps implements Activity {
  private static final List<String> BUNDLES =
      List.of("io.mycel.http", "io.mycel.rpc", "io.mycel.hub");

  private final Path socket;
  private final List<Path> jars;
  private final Duration pause;
  private int next;

  private Swaps(Path socket, List<Path> jars, Duration pause) {
    this.socket = socket;
    this.jars = jars;
    this.pause = pause;
  }

  /**
   * Swaps through a console.
   *
   * @param socket of the console
   * @param jar the server's own jar, which holds the bundles
   * @param folder where their jars may be unpacked to
   * @param pause between two swaps
   */
  static Swaps open(Path socket, Path jar, Path folder, Duration pause) throws IOException {
    List<Path> jars = new ArrayList<>();
    try (JarFile server = new JarFile(jar.toFile())) {
      for (String bundle : BUNDLES) {
        jars.add(unpack(server, bundle, folder));
      }
    }
    return new Swaps(socket, jars, pause);
  }

  private static Path unpack(JarFile server, String bundle, Path folder) throws IOException {
    try (Stream<JarEntry> entries = server.stream()) {
      JarEntry entry =
          entries
              .filter(
                  e -> e.getName().matches("bundles/" + bundle.replace(".", "\\.") + "-.*\\.jar"))
              .findFirst()
              .orElseThrow(
                  () -> new IOException("there is no " + bundle + " in " + server.getName()));
      Path unpacked = folder.resolve(bundle + ".jar");
      try (InputStream in = server.getInputStream(entry)) {
        Files.copy(in, unpacked, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }
      return unpacked;
    }
  }

  @Override
  public String name() {
    return "swaps";
  }

  @Override
  public Duration pause() {
    return pause;
  }

  @Override
  public int round() throws Exception {
    int bundle = next++ % BUNDLES.size();
    try (Console console = Console.open(socket)) {
      console.run("update " + BUNDLES.get(bundle) + " " + jars.get(bundle).toUri());
    }
    return 1;
  }

  @Override
  public void close() {
    // Nothing is open between two rounds.
  }
}
