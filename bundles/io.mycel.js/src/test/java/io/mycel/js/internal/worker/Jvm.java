package io.mycel.js.internal.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A JVM for attacks. */
record Jvm(Path home, List<String> options) {

  /** As this one. */
  static Jvm current() {
    return new Jvm(Path.of(System.getProperty("java.home")), List.of("-Xmx128m"));
  }

  /**
   * Java 25 with the compiler for JavaScript, as the launcher starts it; empty if there is none.
   */
  static Optional<Jvm> compiling() throws IOException {
    String named = System.getenv("JAVA25_HOME");
    Path all = Path.of("/usr/lib/jvm");
    List<Path> homes = new ArrayList<>();
    if (named != null) {
      homes.add(Path.of(named));
    } else if (Files.isDirectory(all)) {
      try (Stream<Path> found = Files.list(all)) {
        found.sorted().forEach(homes::add);
      }
    }
    List<String> options =
        List.of(
            "-XX:+UnlockExperimentalVMOptions",
            "-XX:+EnableJVMCI",
            "-Xmx512m", // the compiler takes of it too
            "--upgrade-module-path=" + Path.of("target", "compiler").toAbsolutePath());
    return homes.stream().filter(Jvm::is25).findFirst().map(home -> new Jvm(home, options));
  }

  private static boolean is25(Path home) {
    try {
      return Files.readString(home.resolve("release")).contains("JAVA_VERSION=\"25");
    } catch (IOException e) {
      return false;
    }
  }

  /** What became of an attack in a JVM of this kind with little memory. */
  String attack(String mode, Attack attack) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/java").toString()));
    command.addAll(options);
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            AttackJvm.class.getName(),
            mode,
            attack.name()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return out.strip();
  }
}
