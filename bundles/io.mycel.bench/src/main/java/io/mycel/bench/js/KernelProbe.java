package io.mycel.bench.js;

import io.mycel.bench.load.Json;
import io.mycel.bench.row.Figure;
import io.mycel.bench.server.Installations;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The same kernels in a plugin and in Node, from the first run on. */
final class KernelProbe implements Probe {
  private static final int RUNS = 60;
  private static final int LAST = 5;

  /** How long one kernel took. */
  private record Kernel(String name, double[] millis, double result) {
    double run(int number) {
      return millis[Math.min(number, millis.length) - 1];
    }

    /** The median of the last runs: a clock of tenths of a millisecond tells little of one. */
    double warm() {
      double[] last = Arrays.copyOfRange(millis, Math.max(0, millis.length - LAST), millis.length);
      Arrays.sort(last);
      return last[last.length / 2];
    }
  }

  @Override
  public Map<Figure, Double> measure(Scale scale) throws Exception {
    int runs = scale.count(RUNS);
    String script = Installations.resource("/io/mycel/bench/js/kernels.js");
    List<Kernel> node = node(Files.writeString(scale.folder().resolve("kernels.js"), script), runs);
    List<Kernel> here;
    try (InJvm plugin =
        new InJvm(
            script
                + "\napi.export({ async run(n) { return JSON.stringify(measureKernels(n)) } })")) {
      here = kernels((String) plugin.call("run", runs));
    }
    boolean compiles = InJvm.compiles();
    tell(here, node, compiles);
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    double[] last = new double[here.size()];
    double[] first = new double[here.size()];
    for (int i = 0; i < last.length; i++) {
      Kernel other = node.get(i);
      if (here.get(i).result() != other.result()) {
        throw new IllegalStateException(here.get(i) + " is not what Node says: " + other);
      }
      first[i] = ratio(here.get(i).run(1), other.run(1));
      last[i] = ratio(here.get(i).warm(), other.warm());
    }
    figures.put(Figure.FIRST_OVER_NODE, geometricMean(first));
    figures.put(compiles ? Figure.OVER_NODE : Figure.INTERPRETED_OVER_NODE, geometricMean(last));
    return figures;
  }

  private static List<Kernel> node(Path script, int runs) throws Exception {
    Process process =
        new ProcessBuilder("node", script.toString(), Integer.toString(runs))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return kernels(text);
  }

  private static List<Kernel> kernels(String json) {
    List<Kernel> kernels = new ArrayList<>();
    for (var each : Json.read(json)) {
      double[] millis = new double[each.get("millis").size()];
      for (int i = 0; i < millis.length; i++) {
        millis[i] = each.get("millis").get(i).asDouble();
      }
      kernels.add(new Kernel(each.get("name").asText(), millis, each.get("result").asDouble()));
    }
    return kernels;
  }

  private static void tell(List<Kernel> here, List<Kernel> node, boolean compiles) {
    System.out.println(
        compiles
            ? "compiled JavaScript"
            : "interpreter mode: Java 25 with the compiler does better");
    System.out.println("kernel, ms in run 1, 3, 20, 60; Node: the same");
    for (int i = 0; i < here.size(); i++) {
      System.out.println(
          here.get(i).name() + " " + runs(here.get(i)) + "; Node: " + runs(node.get(i)));
    }
  }

  private static String runs(Kernel kernel) {
    return String.format(
        Locale.ROOT,
        "%.1f, %.1f, %.1f, %.1f",
        kernel.run(1),
        kernel.run(3),
        kernel.run(20),
        kernel.warm());
  }

  /** Times below what the clock tells count as that. */
  private static double ratio(double here, double there) {
    return Math.max(here, 0.1) / Math.max(there, 0.1);
  }

  private static double geometricMean(double[] ratios) {
    return Math.exp(Arrays.stream(ratios).map(Math::log).average().orElse(Double.NaN));
  }
}
