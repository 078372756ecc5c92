package io.mycel.bench.micro;

import io.mycel.api.plugin.PluginLibraries;
import io.mycel.api.plugin.PluginLog;
import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.js.internal.limits.Limits;
import io.mycel.js.internal.plugin.Deadlines;
import io.mycel.js.internal.plugin.LivePlugin;
import io.mycel.js.internal.plugin.PluginSpec;
import io.mycel.js.internal.plugin.Server;
import io.mycel.js.internal.process.ChildProcesses;
import io.mycel.js.internal.process.ProcessLimits;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A JavaScript plugin in a process of its own. Wanted: ready within 700 ms without a spare process,
 * within 30 ms from a spare one; a call within 150 µs; killed within 50 ms.
 */
@Fork(1)
public class ProcessBenchmark {
  private static final long PATIENCE_SECONDS = 60;
  private static final PluginSpec SPEC =
      new PluginSpec(
          "bench/Adder",
          "Adder.imjoy.html",
          List.of(),
          List.of(
              new PluginSpec.Script(
                  "api.export({ async add(a, b) { return a + b } })", 1, 0, null, false)),
          Map.of(),
          Map.of("id", "Adder", "workspace", "bench"),
          false,
          false,
          List.of(),
          new PluginSpec.Patience(10_000, 10_000, 1_000, 10_000));

  /** There is nothing that the plugin needs of a server. */
  private static final class NoServer implements Server {
    @Override
    public CompletionStage<Object> ask(String method, List<Object> args) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<PluginLibraries.Library> library(URI url) {
      return CompletableFuture.failedFuture(new IllegalArgumentException("no libraries"));
    }

    @Override
    public void log(PluginLog.Level level, String text) {}

    @Override
    public void ended(String cause) {
      throw new IllegalStateException(cause);
    }
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Processes, as a server has them. */
  @State(Scope.Thread)
  public static class Processes {
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final Deadlines deadlines = new Deadlines("bench-clock");
    private ChildProcesses none;
    private ChildProcesses spare;
    private LivePlugin keeping;

    /** Starts one, so that the archive of its classes is there. */
    @Setup
    public void open() throws Exception {
      Path folder = Path.of(System.getProperty("java.io.tmpdir"), "mycel-bench-process");
      Files.createDirectories(folder);
      List<Path> jars =
          Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
              .map(Path::of)
              .toList();
      none = processes(folder, jars, 0);
      spare = processes(folder, jars, 1);
      LivePlugin first = none.plugin(SPEC, new NoServer());
      get(first.start());
      awaitArchive(folder);
      get(first.stop());
      keeping = spare.plugin(SPEC, new NoServer());
      get(keeping.start());
    }

    private ChildProcesses processes(Path folder, List<Path> jars, int spares) {
      ProcessLimits limits = new ProcessLimits(96, spares, 0, 100);
      return new ChildProcesses(
          place -> jars, folder, limits, Limits.defaults(), executor, deadlines);
    }

    private static void awaitArchive(Path folder) throws IOException {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (System.nanoTime() < end) {
        try (var files = Files.list(folder)) {
          if (files.anyMatch(file -> file.toString().endsWith(".jsa"))) {
            return;
          }
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
    }

    /** Waits for the spare process. */
    @Setup(Level.Iteration)
    public void awaitSpare() {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (spare.spares() == 0 && System.nanoTime() < end) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      }
    }

    /** Ends all. */
    @TearDown
    public void close() {
      none.close();
      spare.close();
      deadlines.close();
      executor.shutdownNow();
    }
  }

  /** A plugin that runs. */
  @State(Scope.Thread)
  public static class Running {
    private RpcFunction add;

    /** Starts it. */
    @Setup
    public void start(Processes processes) throws Exception {
      LivePlugin plugin = processes.none.plugin(SPEC, new NoServer());
      add = (RpcFunction) get(plugin.start()).get("add");
    }
  }

  /** From nothing to a plugin that is ready. */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  @Warmup(iterations = 2)
  @Measurement(iterations = 10)
  public Object startWithoutSpare(Processes processes) throws Exception {
    LivePlugin plugin = processes.none.plugin(SPEC, new NoServer());
    Object members = get(plugin.start());
    plugin.kill();
    return members;
  }

  /** The same with a spare process. */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  @Warmup(iterations = 2)
  @Measurement(iterations = 10)
  public Object startFromSpare(Processes processes) throws Exception {
    LivePlugin plugin = processes.spare.plugin(SPEC, new NoServer());
    Object members = get(plugin.start());
    plugin.kill();
    return members;
  }

  /** A call of an async function, there and back. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  @Warmup(iterations = 5, time = 1)
  @Measurement(iterations = 5, time = 1)
  public Object call(Running running) throws Exception {
    return get((CompletionStage<?>) running.add.call(new Call(List.of(40, 2), Map.of(), null)));
  }
}
