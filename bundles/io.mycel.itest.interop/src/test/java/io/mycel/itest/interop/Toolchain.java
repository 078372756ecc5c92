package io.mycel.itest.interop;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Installs the real clients with the machine's own pip and npm, once: a stamp beside an
 * installation says with what it was made.
 */
final class Toolchain {

  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)");
  private static final String NUMPY = "numpy<3";

  private final Path clients;

  /**
   * @param clients the folder that holds the installations
   */
  Toolchain(Path clients) {
    this.clients = clients;
  }

  /** Why the suite cannot run on this machine, or nothing. */
  static Optional<String> whatIsMissing() {
    return missing("python3", 3, 9).or(() -> missing("node", 20, 0)).or(() -> missing("npm", 8, 0));
  }

  private static Optional<String> missing(String tool, int major, int minor) {
    String wanted = tool + " " + major + "." + minor + " or newer";
    try {
      Matcher version = VERSION.matcher(run(Path.of("."), Map.of(), List.of(tool, "--version")));
      if (!version.find()) {
        return Optional.of(wanted + " is needed, and " + tool + " does not tell its version");
      }
      int has = Integer.parseInt(version.group(1)) * 1000 + Integer.parseInt(version.group(2));
      return has >= major * 1000 + minor
          ? Optional.empty()
          : Optional.of(wanted + " is needed, but there is " + version.group());
    } catch (UncheckedIOException absent) {
      return Optional.of(wanted + " is needed, but there is none");
    }
  }

  /**
   * The command that starts a driver of the client; installs the client first if need be.
   *
   * @param drivers the folder of the driver scripts
   */
  List<String> command(Client client, Path drivers) {
    Path folder = install(client);
    List<String> command = new ArrayList<>();
    List<String> driver = client.driver();
    String script = drivers.resolve(driver.get(0)).toString();
    if (client.language == Client.Language.PYTHON) {
      command.addAll(List.of(python(folder).toString(), "-B", script));
    } else {
      command.addAll(List.of("node", script, folder.toString()));
    }
    command.addAll(driver.subList(1, driver.size()));
    return command;
  }

  /** The Python of a client's own environment, for the programs that are no drivers. */
  Path python(Client client) {
    return python(install(client));
  }

  private static Path python(Path environment) {
    Path unix = environment.resolve("bin/python");
    return Files.exists(unix) ? unix : environment.resolve("Scripts/python.exe");
  }

  /**
   * The command that starts a driver of a Jupyter kernel which has the client.
   *
   * @param drivers the folder of the driver scripts
   */
  List<String> notebookCommand(Client client, Path drivers) {
    List<String> packages = new ArrayList<>(client.packages);
    packages.addAll(client.kernel());
    Path folder = install(client.folder() + "-kernel", client.language, packages);
    return List.of(python(folder).toString(), "-B", drivers.resolve("notebook.py").toString());
  }

  /** The installation's folder: a virtual environment, or what holds {@code node_modules}. */
  Path install(Client client) {
    return install(client.folder(), client.language, client.packages);
  }

  /** The folder that holds the {@code node_modules} of what is no client. */
  Path installNode(String name, String... packages) {
    return install(name, Client.Language.JAVASCRIPT, List.of(packages));
  }

  /** One at a time: the processes of this suite install into the same folders. */
  private Path install(String name, Client.Language language, List<String> packages) {
    Path lock = clients.resolve("lock");
    try {
      Files.createDirectories(clients);
      try (FileChannel file = FileChannel.open(lock, CREATE, WRITE)) {
        file.lock(); // until it is closed
        return installIfNeeded(name, language, packages);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(lock.toString(), e);
    }
  }

  private Path installIfNeeded(String name, Client.Language language, List<String> packages) {
    Path folder = clients.resolve(name);
    Path stamp = clients.resolve(name + ".stamp");
    String wanted = String.join(" ", packages) + " " + NUMPY;
    try {
      if (Files.exists(stamp) && Files.readString(stamp).equals(wanted)) {
        return folder;
      }
      System.out.println("[interop] installing " + packages + " into " + folder);
      Files.createDirectories(folder);
      if (language == Client.Language.PYTHON) {
        installPython(packages, folder);
      } else {
        installNode(packages, folder);
      }
      Files.writeString(stamp, wanted);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot install " + packages + " into " + folder, e);
    }
  }

  private void installPython(List<String> packages, Path folder) {
    run(clients, Map.of(), List.of("python3", "-m", "venv", "--clear", folder.toString()));
    List<String> pip = new ArrayList<>();
    pip.addAll(List.of(python(folder).toString(), "-m", "pip", "install", "--quiet"));
    pip.add("--disable-pip-version-check");
    pip.addAll(packages);
    pip.add(NUMPY);
    run(clients, Map.of(), pip);
  }

  private static void installNode(List<String> packages, Path folder) throws IOException {
    Files.writeString(folder.resolve("package.json"), "{\"private\": true}\n");
    List<String> npm = new ArrayList<>(List.of("npm", "install", "--no-audit", "--no-fund"));
    npm.addAll(List.of("--silent", "--save-exact"));
    npm.addAll(packages);
    // A lock file would name the registry that this machine uses.
    run(folder, Map.of("npm_config_package_lock", "false"), npm);
  }

  private static String run(Path folder, Map<String, String> environment, List<String> command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.environment().putAll(environment);
      Process process = builder.redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
      if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException(String.join(" ", command) + " failed:\n" + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(String.join(" ", command), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted: " + String.join(" ", command), e);
    }
  }
}
