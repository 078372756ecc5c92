package io.mycel.js.engine.internal.form;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged bundle in Felix and Equinox, whatever properties these were started with. */
class FormsIT {
  @TempDir private Path folder;

  @Test
  void runsInEveryFramework() throws Exception {
    assertEquals(lines(false), run(Path.of(System.getProperty("java.home")), List.of()));
  }

  /**
   * With the compiler as the launcher has it; each later start still finds it, and compiles once.
   */
  @Test
  void compilesOnJava25() throws Exception {
    Path java25 = java25();
    assumeTrue(java25 != null, "there is no Java 25 on this machine (JAVA25_HOME names one)");
    List<String> options =
        List.of(
            "-XX:+UnlockExperimentalVMOptions",
            "-XX:+EnableJVMCI",
            "--upgrade-module-path=" + System.getProperty("mycel.compiler"));
    assertEquals(lines(true), run(java25, options));
  }

  private static List<String> lines(boolean compiles) {
    List<String> lines = new ArrayList<>();
    for (String framework : List.of("equinox", "felix")) {
      for (boolean properties : List.of(true, false, true, false)) {
        lines.add(framework + " " + properties + " " + compiles + " 42" + (compiles ? " [2]" : ""));
      }
    }
    return lines;
  }

  private static Path java25() throws IOException {
    String named = System.getenv("JAVA25_HOME");
    if (named != null) {
      return Path.of(named);
    }
    Path all = Path.of("/usr/lib/jvm");
    if (!Files.isDirectory(all)) {
      return null;
    }
    try (Stream<Path> homes = Files.list(all)) {
      return homes.filter(FormsIT::is25).sorted().findFirst().orElse(null);
    }
  }

  private static boolean is25(Path home) {
    try {
      return Files.readString(home.resolve("release")).contains("JAVA_VERSION=\"25");
    } catch (IOException e) {
      return false;
    }
  }

  private List<String> run(Path java, List<String> options) throws Exception {
    List<String> lines = new ArrayList<>();
    for (String framework : List.of("org.eclipse.osgi", "org.apache.felix.framework")) {
      lines.addAll(run(java, options, framework));
    }
    return lines;
  }

  private List<String> run(Path java, List<String> options, String framework) throws Exception {
    Path errors = folder.resolve("errors");
    List<String> command = new ArrayList<>(List.of(java.resolve("bin/java").toString()));
    command.addAll(options);
    command.addAll(
        List.of(
            "-cp",
            classPath(framework),
            FormsMain.class.getName(),
            System.getProperty("mycel.engine"),
            System.getProperty("mycel.framework.properties"),
            folder.toString()));
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), () -> out + read(errors));
    return out.lines().toList();
  }

  /** With one framework only: both have classes of the same names. */
  private static String classPath(String framework) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.contains(framework) || !isFramework(entry))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean isFramework(String entry) {
    return entry.contains("org.eclipse.osgi") || entry.contains("org.apache.felix.framework");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }
}
