package io.mycel.itest.interop;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The machine's Chromium, without a window, with a page in it. It reaches this machine only. */
final class Chromium implements AutoCloseable {
  private static final List<String> PROGRAMS =
      List.of("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome");

  private final Process process;
  private final Path profile;

  private Chromium(Process process, Path profile) {
    this.process = process;
    this.profile = profile;
  }

  /** Where it is installed, if it is. */
  static Optional<Path> installed() {
    List<String> folders = List.of(System.getenv("PATH").split(File.pathSeparator));
    return PROGRAMS.stream()
        .flatMap(program -> folders.stream().map(folder -> Path.of(folder, program)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Opens a page.
   *
   * @param log where what it prints goes, the page's console included
   */
  static Chromium open(Path program, URI page, Path log) throws IOException {
    Path profile = Files.createTempDirectory("mycel-chromium");
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox", // root has none; it only runs our own page
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
                "--enable-logging=stderr",
                "--user-data-dir=" + profile,
                page.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new Chromium(process, profile);
  }

  /** Does something when it ends, by itself or not. */
  void onEnd(Runnable action) {
    process.onExit().thenRun(action);
  }

  @Override
  public void close() {
    List<ProcessHandle> all =
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    try {
      for (ProcessHandle each : all) {
        each.onExit().get(20, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("Chromium does not end", e);
    }
    try (Stream<Path> files = Files.walk(profile)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + profile, e);
    }
  }
}
