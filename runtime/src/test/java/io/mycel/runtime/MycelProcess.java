package io.mycel.runtime;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A started process, with what it has written. */
final class MycelProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Process process;
  private final BufferedReader out;
  private final CompletableFuture<List<String>> err;

  private MycelProcess(Process process) {
    this.process = process;
    this.out = process.inputReader(StandardCharsets.UTF_8);
    this.err =
        CompletableFuture.supplyAsync(
            () -> process.errorReader(StandardCharsets.UTF_8).lines().toList());
  }

  /** The jar that the build made. */
  static Path jar() {
    return Path.of(System.getProperty("mycel.jar")).toAbsolutePath();
  }

  /** Runs a jar with the JDK of this test. */
  static MycelProcess ofJar(Path jar, String... words) throws IOException {
    MycelProcess process = ofJarWithInput(jar, words);
    process.endInput();
    return process;
  }

  /** Runs a jar that waits for what is typed. */
  static MycelProcess ofJarWithInput(Path jar, String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC"));
    if (!List.of(words).contains("serve")) {
      command.add("-XX:TieredStopAtLevel=1"); // as the script has it
    }
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(List.of(words));
    return start(Map.of(), Path.of("").toAbsolutePath(), command);
  }

  /** Runs any command. */
  static MycelProcess of(Map<String, String> environment, Path folder, List<String> command)
      throws IOException {
    MycelProcess process = start(environment, folder, command);
    process.endInput();
    return process;
  }

  private static MycelProcess start(
      Map<String, String> environment, Path folder, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("MYCEL_"));
    builder.environment().putAll(environment);
    return new MycelProcess(builder.start());
  }

  long pid() {
    return process.pid();
  }

  /** Types a line. */
  void type(String line) throws IOException {
    process.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
  }

  /** Nothing more will be typed. */
  void endInput() throws IOException {
    process.getOutputStream().close();
  }

  /** The next line of the standard output; null at its end. */
  String line() throws Exception {
    try {
      return CompletableFuture.supplyAsync(
              () -> {
                try {
                  return out.readLine();
                } catch (IOException e) {
                  throw new IllegalStateException("the standard output of the process", e);
                }
              })
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
      throw new AssertionError("no line in time; standard error: " + err(), e);
    }
  }

  /** All that it wrote to the standard error, once it has ended. */
  List<String> err() throws InterruptedException, ExecutionException {
    return err.get();
  }

  /** Asks it to end, as Ctrl-C and service managers do. */
  void terminate() {
    // Process.destroy() would close the streams too, and lose its last words.
    process.toHandle().destroy();
  }

  /** Its exit code, once it has ended. */
  int exitCode() throws InterruptedException {
    return exitCode(PATIENCE);
  }

  /** Its exit code; an error if it has not ended in time. */
  int exitCode(Duration patience) throws InterruptedException {
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("the process still runs after " + patience);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  /** A copy of the script where it finds the jar beside it, as in a distribution. */
  static Path scriptIn(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.createSymbolicLink(folder.resolve("mycel.jar"), jar());
    return Files.copy(
        Path.of("mycel"), folder.resolve("mycel"), StandardCopyOption.COPY_ATTRIBUTES);
  }
}
