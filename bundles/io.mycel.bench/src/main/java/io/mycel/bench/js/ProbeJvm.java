package io.mycel.bench.js;

import com.fasterxml.jackson.databind.JsonNode;
import io.mycel.bench.load.Json;
import io.mycel.bench.row.Figure;
import io.mycel.bench.server.Recipes;
import io.mycel.bench.server.ServerProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs probes, each in a JVM with the options of a server's. */
public final class ProbeJvm {
  /** Plugins in processes of their own. */
  public static final String PROCESS = "process";

  /** Calls of a plugin. */
  public static final String CALL = "call";

  /** Calls of a plugin through the library imjoy-rpc. */
  public static final String LIBRARY_CALL = "library-call";

  /** Arrays into a plugin and out of it. */
  public static final String ARRAY = "array";

  /** Kernels beside Node. */
  public static final String KERNELS = "kernels";

  static final String ERROR = "error";
  private static final long PATIENCE_MINUTES = 10;

  private ProbeJvm() {}

  /**
   * Runs a probe.
   *
   * @param server whose options its JVM gets, and whose folder its files
   * @param modules a folder with {@code node_modules}; null for a probe that needs none
   */
  public static Map<Figure, Double> run(
      String probe, ServerProcess server, double share, Path modules)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(server.jvm());
    words.addAll(List.of("-cp", Recipes.classPath(), ProbeMain.class.getName(), probe));
    words.addAll(List.of(Double.toString(share), server.folder().toString()));
    if (modules != null) {
      words.add(modules.toString());
    }
    Process process =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader lines = process.inputReader()) {
      JsonNode result = null;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("{")) {
          result = Json.read(line);
        } else {
          System.err.println(line); // what a person may want to see
        }
      }
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES) || result == null) {
        throw new IOException("the probe " + probe + " gave nothing");
      }
      return figures(result);
    } finally {
      process.destroyForcibly();
    }
  }

  private static Map<Figure, Double> figures(JsonNode result) throws IOException {
    if (result.has(ERROR)) {
      throw new IOException(result.get(ERROR).asText());
    }
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    for (Map.Entry<String, JsonNode> each : result.properties()) {
      figures.put(Figure.valueOf(each.getKey()), each.getValue().asDouble());
    }
    return figures;
  }
}
