package io.mycel.bench.js;

import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.bench.load.Samples;
import io.mycel.bench.row.Figure;
import io.mycel.bench.server.ProcessUsage;
import io.mycel.js.internal.plugin.LivePlugin;
import io.mycel.js.internal.plugin.PluginSpec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Plugins in processes of their own: their start, their memory, a call, their end. */
final class ProcessProbe implements Probe {
  private static final int STARTS = 7;
  private static final int TOGETHER = 4;
  private static final int FEW_CALLS = 200;
  private static final long IDLE_SECONDS = 15;
  private static final int BATCH = 5_000;
  private static final int CALLS = 10_000;
  private static final double MB = 1 << 20;
  private static final PluginSpec SPEC =
      BenchPlugin.of("Adder", "api.export({ async add(a, b) { return a + b } })");

  @Override
  public Map<Figure, Double> measure(Scale scale) throws Exception {
    int starts = scale.count(STARTS);
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    try (BenchProcesses cold = new BenchProcesses(scale.folder(), 0)) {
      cold.awaitArchive();
      figures.put(Figure.COLD_MILLIS, starts(cold, starts, false).micros(0.5) / 1000);
      calls(cold, scale, figures);
    }
    try (BenchProcesses warm = new BenchProcesses(scale.folder(), 1)) {
      LivePlugin keeping = warm.plugin(SPEC);
      BenchPlugin.get(keeping.start());
      figures.put(Figure.SPARE_MILLIS, starts(warm, starts, true).micros(0.5) / 1000);
      memory(warm).ifPresent(bytes -> figures.put(Figure.EACH_MIB, bytes / MB));
    }
    EngineAlone.residentBytes(BenchProcesses.jars(), scale.folder())
        .ifPresent(bytes -> figures.put(Figure.ENGINE_MIB, bytes / MB));
    return figures;
  }

  private static Samples starts(BenchProcesses processes, int count, boolean spare)
      throws Exception {
    Samples samples = new Samples();
    for (int i = 0; i < count; i++) {
      if (spare) {
        processes.awaitSpare();
      }
      LivePlugin plugin = processes.plugin(SPEC);
      long begun = System.nanoTime();
      BenchPlugin.get(plugin.start());
      samples.add(System.nanoTime() - begun);
      plugin.kill();
    }
    return samples;
  }

  private static void calls(BenchProcesses processes, Scale scale, Map<Figure, Double> figures)
      throws Exception {
    LivePlugin plugin = processes.plugin(SPEC);
    RpcFunction add = (RpcFunction) BenchPlugin.get(plugin.start()).get("add");
    figures.put(Figure.PROCESS_MIB, plugin.usage().memoryBytes() / MB);
    int warmUp = WarmUp.run(scale.count(BATCH), count -> calls(add, count));
    figures.putAll(CallProbe.latencies(calls(add, scale.count(CALLS)), warmUp));
    ProcessHandle process = ProcessHandle.of(plugin.usage().processId()).orElseThrow();
    long begun = System.nanoTime();
    plugin.kill();
    BenchPlugin.get(process.onExit());
    figures.put(Figure.KILL_MILLIS, (System.nanoTime() - begun) / 1e6);
  }

  /** Of each of some, in bytes, a while after they have been called; empty if nobody tells. */
  private static OptionalDouble memory(BenchProcesses processes) throws Exception {
    List<LivePlugin> plugins = new ArrayList<>();
    for (int i = 0; i < TOGETHER; i++) {
      processes.awaitSpare();
      LivePlugin plugin = processes.plugin(SPEC);
      plugins.add(plugin);
      calls((RpcFunction) BenchPlugin.get(plugin.start()).get("add"), FEW_CALLS);
    }
    TimeUnit.SECONDS.sleep(IDLE_SECONDS);
    OptionalDouble each =
        plugins.stream()
            .map(plugin -> ProcessUsage.share(plugin.usage().processId()))
            .flatMapToLong(OptionalLong::stream)
            .average();
    plugins.forEach(LivePlugin::kill);
    return each;
  }

  private static Samples calls(RpcFunction add, int count) throws Exception {
    Samples samples = new Samples();
    for (int i = 0; i < count; i++) {
      long begun = System.nanoTime();
      Object sum =
          BenchPlugin.get((CompletionStage<?>) add.call(new Call(List.of(i, 2), Map.of(), null)));
      samples.add(System.nanoTime() - begun);
      if (!Integer.valueOf(i + 2).equals(sum)) {
        throw new IllegalStateException(i + " + 2 is not " + sum);
      }
    }
    return samples;
  }
}
