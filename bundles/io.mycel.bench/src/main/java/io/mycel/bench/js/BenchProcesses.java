package io.mycel.bench.js;

import io.mycel.js.internal.limits.Limits;
import io.mycel.js.internal.plugin.Deadlines;
import io.mycel.js.internal.plugin.LivePlugin;
import io.mycel.js.internal.plugin.PluginSpec;
import io.mycel.js.internal.process.ChildProcesses;
import io.mycel.js.internal.process.ProcessLimits;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Processes of plugins, as a server has them. */
public final class BenchProcesses implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 120;

  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Deadlines deadlines = new Deadlines("bench-clock");
  private final Path folder;
  private final ChildProcesses processes;

  /**
   * None yet.
   *
   * @param folder of their files
   * @param spares how many wait for the next plugin
   */
  public BenchProcesses(Path folder, int spares) throws IOException {
    this.folder = Files.createDirectories(folder);
    List<Path> jars = jars();
    ProcessLimits usual = ProcessLimits.defaults();
    ProcessLimits limits = new ProcessLimits(usual.heapMegabytes(), spares, 0, 100);
    processes =
        new ChildProcesses(place -> jars, folder, limits, Limits.defaults(), executor, deadlines);
  }

  /** The class path; folders on it would keep a JVM from remembering its classes. */
  static List<Path> jars() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(Files::isRegularFile)
        .toList();
  }

  /** A plugin that is still to be started. */
  public LivePlugin plugin(PluginSpec spec) {
    return processes.plugin(spec, new BenchPlugin.NoServer());
  }

  /** Starts one, and waits until the archive of its classes is there, which is made once. */
  public void awaitArchive() throws Exception {
    LivePlugin first = plugin(BenchPlugin.of("First", "api.export({})"));
    BenchPlugin.get(first.start());
    await(this::hasArchive, "archive of classes");
    BenchPlugin.get(first.stop());
  }

  /** Waits until a process is there for the next plugin. */
  public void awaitSpare() {
    await(() -> processes.spares() > 0, "spare process");
  }

  private boolean hasArchive() {
    try (var files = Files.list(folder)) {
      return files.anyMatch(file -> file.toString().endsWith(".archive"));
    } catch (IOException e) {
      return false;
    }
  }

  private static void await(BooleanSupplier condition, String what) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("no " + what + " within " + PATIENCE_SECONDS + " s");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  @Override
  public void close() {
    processes.close();
    deadlines.close();
    executor.shutdownNow();
  }
}
