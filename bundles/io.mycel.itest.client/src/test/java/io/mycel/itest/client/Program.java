package io.mycel.itest.client;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A running program whose lines can be waited for; all it prints is in {@code target/logs}. */
final class Program implements AutoCloseable {
  private record Wanted(Predicate<String> line, CompletableFuture<String> found) {}

  private final Process process;
  private final Path folder;
  private final Path log;
  private final List<String> lines = new java.util.concurrent.CopyOnWriteArrayList<>();
  private final ConcurrentLinkedQueue<Wanted> wanted = new ConcurrentLinkedQueue<>();

  private Program(Process process, Path folder, Path log) {
    this.process = process;
    this.folder = folder;
    this.log = log;
  }

  /** Starts a program in a folder of its own, which is also that of its temporary files. */
  static Program start(String name, List<String> command) {
    try {
      Path logs = Files.createDirectories(work().resolve("logs"));
      Path folder = Files.createTempDirectory("mycel-client-" + name);
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.environment().put("TMPDIR", folder.toString());
      Process process = builder.redirectErrorStream(true).start();
      Program program =
          new Program(process, folder, logs.resolve(name + "-" + process.pid() + ".log"));
      Thread reader = new Thread(program::read, "itest-output-of-" + name);
      reader.setDaemon(true);
      reader.start();
      return program;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command, e);
    }
  }

  /** The folder of all that the tests write. */
  static Path work() {
    return Path.of(System.getProperty("mycel.work"));
  }

  private void read() {
    try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8);
        BufferedWriter out = Files.newBufferedWriter(log)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.write(line);
        out.newLine();
        out.flush();
        lines.add(line);
        look();
      }
    } catch (IOException e) {
      lines.add(e.toString());
    }
    wanted.forEach(w -> w.found.completeExceptionally(new IllegalStateException("it ended")));
  }

  private void look() {
    for (Wanted each : wanted) {
      lines.stream().filter(each.line).findFirst().ifPresent(each.found::complete);
    }
  }

  /** The first line that is as wished, printed or still to come. */
  String line(Duration patience, Predicate<String> wish) {
    Wanted each = new Wanted(wish, new CompletableFuture<>());
    wanted.add(each);
    look();
    try {
      return each.found.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (Exception e) {
      throw new AssertionError("a line was waited for in vain (" + e + "); see " + log, e);
    } finally {
      wanted.remove(each);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    delete();
  }

  private void delete() {
    if (!Files.exists(folder)) {
      return; // it was closed before
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }
}
