package io.mycel.js.internal.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A JVM for attacks. */
public record Jvm(Path home, List<String> options) {
  static final String STARVED = "starved";

  /** The exit code of a JVM that ends when there is no memory. */
  private static final int OUT_OF_MEMORY = 3;

  /** As this one. */
  public static Jvm current() {
    return new Jvm(Path.of(System.getProperty("java.home")), List.of("-Xmx128m"));
  }

  /**
   * Java 25 with the compiler for JavaScript, as the launcher starts it; empty if there is none.
   */
  public static Optional<Jvm> compiling() throws IOException {
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

  /**
   * What became of attacks, one after the other in one JVM of this kind.
   *
   * @param mode whether they are {@code protected} against or {@code unprotected}
   */
  Map<Attack, String> attack(String mode, Collection<Attack> attacks)
      throws IOException, InterruptedException {
    List<String> args = new ArrayList<>(List.of(mode));
    attacks.forEach(attack -> args.add(attack.name()));
    return outcomes(AttackJvm.class, args);
  }

  /** What became of one. */
  String attack(String mode, Attack attack) throws IOException, InterruptedException {
    return attack(mode, List.of(attack)).getOrDefault(attack, "nothing was told");
  }

  /**
   * What an attack does in a JVM without protection: {@link #STARVED} if it takes so much memory
   * that nothing is left for anybody.
   */
  String harm(Attack attack) throws IOException, InterruptedException {
    List<String> more = List.of("-Xmx192m", "-XX:+ExitOnOutOfMemoryError");
    Process process = start(more, AttackJvm.class, List.of("unprotected", attack.name()));
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == OUT_OF_MEMORY
        ? STARVED
        : told.strip().replace(attack.name() + " ", "");
  }

  /** Runs a program that prints lines of an attack and what became of it. */
  public Map<Attack, String> outcomes(Class<?> program, List<String> args)
      throws IOException, InterruptedException {
    Process process = start(List.of(), program, args);
    Map<Attack, String> outcomes = new EnumMap<>(Attack.class);
    for (String line :
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList()) {
      String[] words = line.split(" ", 2);
      outcomes.put(Attack.valueOf(words[0]), words[1]);
      System.out.println(args.get(0) + " on " + home.getFileName() + ": " + line);
    }
    process.waitFor();
    return outcomes;
  }

  private Process start(List<String> more, Class<?> program, List<String> args) throws IOException {
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/java").toString()));
    command.addAll(options);
    command.addAll(more);
    command.addAll(
        List.of(
            "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(args);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }
}
