package io.mycel.bench.js;

import io.mycel.bench.load.Json;
import io.mycel.bench.row.Figure;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Runs one probe, and prints a line of JSON: what was measured, or why it could not be. */
public final class ProbeMain {
  private ProbeMain() {}

  /**
   * Ends the JVM, whatever a plugin still does.
   *
   * @param args the probe, the share of its repetitions, a folder for files, and the folder of
   *     {@code node_modules} for those that want one
   */
  public static void main(String[] args) {
    Probe.Scale scale =
        new Probe.Scale(
            Double.parseDouble(args[1]),
            Path.of(args[2]),
            args.length > 3 ? Path.of(args[3]) : null);
    System.out.println(Json.write(result(args[0], scale)));
    System.exit(0);
  }

  private static Map<String, Object> result(String name, Probe.Scale scale) {
    Map<String, Object> result = new TreeMap<>();
    try {
      for (Map.Entry<Figure, Double> each : probe(name).measure(scale).entrySet()) {
        result.put(each.getKey().name(), each.getValue());
      }
    } catch (Exception e) {
      System.getLogger(ProbeMain.class.getName())
          .log(System.Logger.Level.ERROR, "the probe " + name + " failed", e);
      result.put(ProbeJvm.ERROR, String.valueOf(e));
    }
    return result;
  }

  private static Probe probe(String name) {
    return switch (name) {
      case ProbeJvm.PROCESS -> new ProcessProbe();
      case ProbeJvm.CALL -> new CallProbe();
      case ProbeJvm.LIBRARY_CALL -> new LibraryCallProbe();
      case ProbeJvm.ARRAY -> new ArrayProbe();
      case ProbeJvm.KERNELS -> new KernelProbe();
      default -> throw new IllegalArgumentException("there is no probe " + name);
    };
  }
}
