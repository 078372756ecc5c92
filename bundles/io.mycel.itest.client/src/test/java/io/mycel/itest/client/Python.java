package io.mycel.itest.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A virtual environment with Hypha and its client, made once with the machine's own pip. */
final class Python {
  private static final String HYPHA = "hypha==0.21.137";

  private Python() {}

  /** Why there can be none on this machine, or nothing. */
  static Optional<String> whatIsMissing() {
    if (!given().isEmpty()) {
      return Optional.empty();
    }
    try {
      String check = "import sys; sys.exit(sys.version_info < (3, 11))";
      int exit = new ProcessBuilder("python3", "-c", check).start().waitFor();
      return exit == 0 ? Optional.empty() : Optional.of("python3 is older than 3.11");
    } catch (IOException e) {
      return Optional.of("there is no python3");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  private static String given() {
    return System.getProperty("mycel.python", "");
  }

  /** A file of the tests. */
  static Path resource(String name) {
    try {
      return Path.of(Python.class.getResource("/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The command that starts the interpreter; installs first if need be. */
  static synchronized String command() {
    if (!given().isEmpty()) {
      return given();
    }
    Path folder = Program.work().resolve("python");
    Path stamp = Program.work().resolve("python.stamp");
    Path requirements = resource("hypha-requirements.txt");
    String python = folder.resolve("bin/python").toString();
    try {
      String wanted = HYPHA + "\n" + Files.readString(requirements);
      if (!Files.exists(stamp) || !Files.readString(stamp).equals(wanted)) {
        System.out.println("[itest.client] installing " + HYPHA + " into " + folder);
        Files.createDirectories(Program.work());
        run(List.of("python3", "-m", "venv", "--clear", folder.toString()));
        List<String> pip = List.of(python, "-m", "pip", "install", "--quiet");
        run(concat(pip, List.of("-r", requirements.toString())));
        run(concat(pip, List.of("--no-deps", HYPHA)));
        Files.writeString(stamp, wanted);
      }
      return python;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot install " + HYPHA + " into " + folder, e);
    }
  }

  private static List<String> concat(List<String> one, List<String> other) {
    return java.util.stream.Stream.concat(one.stream(), other.stream()).toList();
  }

  private static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IllegalStateException(String.join(" ", command) + " failed:\n" + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted: " + command, e);
    }
  }
}
