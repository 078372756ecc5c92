package io.mycel.itest.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The server under test: one started from the runtime's jar, or one that runs already (system
 * property {@code mycel.url}).
 */
final class MycelServer implements AutoCloseable {

  private static final Pattern LISTENING = Pattern.compile("listening at (http://\\S+)");
  private static final int START_SECONDS = 60;

  private final Process process;
  private final Path data;
  private final URI url;

  private final Path log;

  private MycelServer(Process process, Path data, Path log, URI url) {
    this.process = process;
    this.data = data;
    this.log = log;
    this.url = url;
  }

  /** What it has written so far. */
  String log() throws IOException {
    return Files.readString(log);
  }

  /** By which it is administered. */
  String connectionToken() throws IOException {
    return Files.readString(data.resolve("connection-token")).strip();
  }

  /** Where the server listens, for example {@code http://127.0.0.1:9000}. */
  URI url() {
    return url;
  }

  /** Whether this suite started the server, and so knows its options. */
  boolean own() {
    return process != null;
  }

  /** The server of the system properties, with the given options if it is started here. */
  static MycelServer start(List<String> options) throws IOException, InterruptedException {
    String running = System.getProperty("mycel.url", "");
    if (!running.isEmpty()) {
      return new MycelServer(null, null, null, URI.create(running));
    }
    Path jar = Path.of(System.getProperty("mycel.jar"));
    if (!Files.exists(jar)) {
      throw new IllegalStateException(
          jar + " is not there: build the module runtime first, or name a server by -Dmycel.url");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-jar", jar.toString(), "serve", "--host=127.0.0.1"));
    Path data = Files.createTempDirectory("mycel-interop");
    command.addAll(List.of("--port=0", "--data-dir=" + data));
    command.addAll(options);
    Path log = World.logs().resolve("server-" + System.nanoTime() + ".log");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    CompletableFuture<URI> url = new CompletableFuture<>();
    Thread reader = new Thread(() -> follow(process, log, url), "interop-server-output");
    reader.setDaemon(true);
    reader.start();
    try {
      return new MycelServer(process, data, log, url.get(START_SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new IllegalStateException(
          "the server did not say where it listens; its output is in " + log, e);
    }
  }

  private static void follow(Process process, Path log, CompletableFuture<URI> url) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        var out = Files.newBufferedWriter(log)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        out.write(line);
        out.newLine();
        out.flush();
        Matcher listening = LISTENING.matcher(line);
        if (listening.find()) {
          url.complete(URI.create(listening.group(1)));
        }
      }
      url.completeExceptionally(new IOException("the server ended before it listened"));
    } catch (IOException e) {
      url.completeExceptionally(e);
    }
  }

  @Override
  public void close() {
    if (process == null) {
      return;
    }
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      remove(data);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder, e);
    }
  }
}
