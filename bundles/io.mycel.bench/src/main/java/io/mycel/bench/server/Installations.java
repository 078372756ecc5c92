package io.mycel.bench.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Hypha and the stock clients, installed once with the machine's own pip and npm. A stamp beside an
 * installation says with what it was made.
 */
public final class Installations {
  private static final String HYPHA = "hypha==0.21.137";
  private static final List<String> NODE =
      List.of("hypha-rpc@0.21.40", "imjoy-rpc@0.5.59", "ws@8.18.0");
  private static final String NEEDS_PYTHON =
      "import sys, venv; sys.exit(sys.version_info < (3, 11))";
  private static final int INSTALL_MINUTES = 10;

  private final Path folder;
  private final Map<String, String> failures = new HashMap<>();

  /**
   * Installs into a folder when asked to, not before.
   *
   * @param folder what is there already is used again
   */
  public Installations(Path folder) {
    this.folder = folder.toAbsolutePath();
  }

  /**
   * The interpreter of an environment with Hypha 0.21.137 and hypha-rpc.
   *
   * @throws UnavailableException if there is none and none can be made
   */
  public synchronized Path python() {
    Path environment = folder.resolve("python");
    Path python = environment.resolve("bin/python");
    String requirements = resource("/hypha-requirements.txt");
    install(
        "python",
        HYPHA + "\n" + requirements,
        () -> {
          run(folder, List.of("python3", "-c", NEEDS_PYTHON), "Python 3.11 or newer, with venv");
          run(folder, List.of("python3", "-m", "venv", "--clear", environment.toString()), "venv");
          Path list = Files.writeString(folder.resolve("hypha-requirements.txt"), requirements);
          List<String> pip = new ArrayList<>();
          pip.addAll(List.of(python.toString(), "-m", "pip", "install", "--quiet"));
          pip.add("--disable-pip-version-check");
          run(folder, with(pip, "-r", list.toString()), "pip");
          run(folder, with(pip, "--no-deps", HYPHA), "pip");
        });
    return python;
  }

  /**
   * A folder whose {@code node_modules} has the JavaScript hypha-rpc and imjoy-rpc.
   *
   * @throws UnavailableException if there is none and none can be made
   */
  public synchronized Path node() {
    Path modules = folder.resolve("node");
    install(
        "node",
        String.join(" ", NODE),
        () -> {
          run(folder, List.of("node", "--version"), "Node.js");
          Files.createDirectories(modules);
          Files.writeString(modules.resolve("package.json"), "{\"private\": true}\n");
          List<String> npm = new ArrayList<>(List.of("npm", "install", "--no-audit", "--no-fund"));
          npm.addAll(List.of("--silent", "--save-exact", "--no-package-lock"));
          npm.addAll(NODE);
          run(modules, npm, "npm");
        });
    return modules;
  }

  /** A script of this module, as a file. */
  synchronized Path script(String name) {
    try {
      Files.createDirectories(folder);
      return Files.writeString(folder.resolve(name), resource("/io/mycel/bench/server/" + name));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + name + " into " + folder, e);
    }
  }

  private interface Steps {
    void run() throws IOException;
  }

  private void install(String what, String wanted, Steps steps) {
    if (failures.containsKey(what)) {
      throw new UnavailableException(failures.get(what));
    }
    Path stamp = folder.resolve(what + ".stamp");
    try {
      if (Files.exists(stamp) && Files.readString(stamp).equals(wanted)) {
        return;
      }
      System.err.println("bench: installing into " + folder.resolve(what) + ", once");
      Files.createDirectories(folder);
      steps.run();
      Files.writeString(stamp, wanted);
    } catch (UnavailableException e) {
      failures.put(what, e.getMessage());
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot install into " + folder, e);
    }
  }

  private static List<String> with(List<String> words, String... more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of(more));
    return all;
  }

  private static void run(Path where, List<String> command, String what) {
    try {
      Process process =
          new ProcessBuilder(command).directory(where.toFile()).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new UnavailableException(what + " did not end: " + String.join(" ", command));
      }
      if (process.exitValue() != 0) {
        String last = said.strip().lines().reduce("", (a, b) -> b);
        throw new UnavailableException(what + " is needed, and fails here: " + last);
      }
    } catch (IOException e) {
      throw new UnavailableException(what + " is needed, and is not there");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted: " + String.join(" ", command));
    }
  }

  /** The text of a file of this module. */
  public static String resource(String name) {
    try (InputStream in = Installations.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }
}
