package io.mycel.bench.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server that runs as a process of its own, in a folder of its own, until it is closed. */
public final class ServerProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(120);
  private static final Duration STOP = Duration.ofSeconds(15);

  private final Recipe recipe;
  private final Process process;
  private final Path folder;
  private final URI url;

  /** Whoever ends this program by Ctrl-C does not want its servers to go on. */
  private final Thread atExit;

  private ServerProcess(Recipe recipe, Process process, Path folder, URI url, Thread atExit) {
    this.recipe = recipe;
    this.process = process;
    this.folder = folder;
    this.url = url;
    this.atExit = atExit;
  }

  /**
   * What starts a server.
   *
   * @param name for files and messages
   * @param command the command line; {@code {folder}} in it becomes the folder of the process
   * @param environment variables besides those of this process
   * @param listening finds the URL in the line that tells it, as its first group
   */
  public record Recipe(
      String name, List<String> command, Map<String, String> environment, Pattern listening) {}

  /** Starts a server and waits until it says where it listens. */
  public static ServerProcess start(Recipe recipe) {
    try {
      return start(recipe, Files.createTempDirectory("mycel-bench-" + recipe.name()));
    } catch (IOException e) {
      throw new UncheckedIOException("no folder for " + recipe.name(), e);
    }
  }

  private static ServerProcess start(Recipe recipe, Path folder) {
    try {
      Path log = folder.resolve("server.log");
      List<String> command =
          recipe.command().stream().map(w -> w.replace("{folder}", folder.toString())).toList();
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
      builder.environment().putAll(recipe.environment());
      Process process = builder.redirectErrorStream(true).start();
      Thread atExit = new Thread(process::destroy, "bench-end-of-" + recipe.name());
      Runtime.getRuntime().addShutdownHook(atExit);
      CompletableFuture<URI> url = new CompletableFuture<>();
      Thread reader =
          new Thread(() -> follow(recipe, process, log, url), "bench-output-of-" + recipe.name());
      reader.setDaemon(true);
      reader.start();
      return new ServerProcess(
          recipe, process, folder, listening(recipe, process, log, url), atExit);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + recipe.command(), e);
    }
  }

  private static URI listening(
      Recipe recipe, Process process, Path log, CompletableFuture<URI> url) {
    try {
      return url.get(START.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      throw new IllegalStateException("interrupted while " + recipe.name() + " starts", e);
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new IllegalStateException(
          recipe.name() + " did not say where it listens; its output is in " + log, e);
    }
  }

  private static void follow(Recipe recipe, Process process, Path log, CompletableFuture<URI> url) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        Writer out = Files.newBufferedWriter(log)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        out.write(line);
        out.write('\n');
        out.flush();
        Matcher listening = recipe.listening().matcher(line);
        if (listening.find()) {
          url.complete(URI.create(listening.group(1)));
        }
      }
      url.completeExceptionally(new IOException("it ended"));
    } catch (IOException e) {
      url.completeExceptionally(e);
    }
  }

  /** Whose server it is. */
  public String name() {
    return recipe.name();
  }

  /** Where it listens, {@code http://host:port}. */
  public URI url() {
    return url;
  }

  /** The words that start its JVM with its options, up to what it runs. */
  public List<String> jvm() {
    return recipe.command().subList(0, recipe.command().indexOf("-jar"));
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** The folder that it was started in: its data, and {@code server.log} with all it printed. */
  public Path folder() {
    return folder;
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** What it has used; empty where the system does not tell. */
  public Optional<ProcessUsage> usage() {
    return ProcessUsage.of(pid());
  }

  /** Stops the server and starts it again in its folder; what is returned takes its place. */
  public ServerProcess restart() throws InterruptedException {
    stop();
    return start(recipe, folder);
  }

  /** Stops the server; its folder stays, until this is closed. */
  public void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    forgetExit();
  }

  /** Stops the server and deletes its folder. */
  @Override
  public void close() {
    try {
      stop();
      delete(folder);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }

  private void forgetExit() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // This program ends already, and what it would have done at its end is being done.
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
