package io.mycel.itest.plugins;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs Node and Python; installs what Python needs into an environment of its own, once. */
final class Tools {
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)");
  private static final long LIMIT_MINUTES = 10;

  private final Path work;

  /**
   * Tools that leave what they install in a folder.
   *
   * @param work outlives the tests, so that the next run finds it
   */
  Tools(Path work) {
    this.work = work;
  }

  /** Why the tests cannot run on this machine, or nothing. */
  static Optional<String> whatIsMissing() {
    return missing("python3", 3, 9).or(() -> missing("node", 20, 0));
  }

  private static Optional<String> missing(String tool, int major, int minor) {
    String wanted = tool + " " + major + "." + minor + " or newer is needed";
    try {
      Matcher version = VERSION.matcher(run(Path.of("."), Map.of(), List.of(tool, "--version")));
      if (version.find()
          && Integer.parseInt(version.group(1)) * 1000 + Integer.parseInt(version.group(2))
              >= major * 1000 + minor) {
        return Optional.empty();
      }
      return Optional.of(wanted);
    } catch (IOException | InterruptedException absent) {
      return Optional.of(wanted + ": " + absent.getMessage());
    }
  }

  /** A Python that has the packages of a file with requirements. */
  Path python(Path requirements) throws IOException, InterruptedException {
    Path environment = work.resolve("python");
    Path stamp = work.resolve("python.stamp");
    Path unix = environment.resolve("bin/python");
    Path python =
        System.getProperty("os.name").startsWith("Windows")
            ? environment.resolve("Scripts/python.exe")
            : unix;
    String wanted = Files.readString(requirements);
    if (!Files.exists(stamp) || !Files.readString(stamp).equals(wanted)) {
      System.out.println("[plugins] installing " + String.join(" ", wanted.split("\\s+")));
      run(work, Map.of(), List.of("python3", "-m", "venv", "--clear", environment.toString()));
      run(
          work,
          Map.of("PIP_DISABLE_PIP_VERSION_CHECK", "1"),
          List.of(python.toString(), "-m", "pip", "install", "-q", "-r", requirements.toString()));
      Files.writeString(stamp, wanted);
    }
    return python;
  }

  /** What a command prints; fails, with that, if the command does. */
  static String run(Path folder, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("plugins", ".txt");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.environment().putAll(environment);
      Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
      process.getOutputStream().close();
      boolean ended = process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
      String printed = Files.readString(output, StandardCharsets.UTF_8);
      if (!ended || process.exitValue() != 0) {
        throw new IOException(String.join(" ", command) + " failed:\n" + printed);
      }
      return printed;
    } finally {
      Files.delete(output);
    }
  }
}
