package io.mycel.bench;

import io.mycel.bench.micro.RouterBenchmark;
import io.mycel.bench.micro.SearchBenchmark;
import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * {@code mycel bench --micro}: codec, router and search by JMH, with what each operation allocates.
 */
final class MicroCommand {
  private static final String ALLOCATED = "gc.alloc.rate.norm";
  private static final double WANTED_BYTES = 1024;
  private static final int WANTED_SEARCH_MILLIS = 20;

  /**
   * Runs the micro benchmarks.
   *
   * @param words options of JMH; they win over those set here
   */
  int run(List<String> words, PrintStream out) {
    try {
      CommandLineOptions given = new CommandLineOptions(words.toArray(String[]::new));
      OptionsBuilder options = new OptionsBuilder();
      options.parent(given).addProfiler("gc").shouldFailOnError(true);
      Collection<RunResult> results = new Runner(options.build()).run();
      out.println();
      for (RunResult result : results) {
        if (result.getParams().getBenchmark().startsWith(RouterBenchmark.class.getName())) {
          out.println(allocation(result));
        } else if (result.getParams().getBenchmark().startsWith(SearchBenchmark.class.getName())) {
          out.println(duration(result));
        }
      }
      return 0;
    } catch (CommandLineOptionException e) {
      throw new UsageException("--micro: " + e.getMessage());
    } catch (RunnerException e) {
      System.err.println("mycel: " + e.getMessage());
      return 1;
    }
  }

  private static String duration(RunResult result) {
    double millis = result.getPrimaryResult().getScore() / 1000;
    return String.format(
        Locale.ROOT,
        "search for '%s' in 10,000 plugins: %.2f ms, wanted below %d: %s",
        result.getParams().getParam("question"),
        millis,
        WANTED_SEARCH_MILLIS,
        millis < WANTED_SEARCH_MILLIS ? "met" : "NOT MET");
  }

  private static String allocation(RunResult result) {
    Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
    double bytes = allocated == null ? Double.NaN : allocated.getScore();
    String name = result.getParams().getBenchmark();
    return String.format(
        Locale.ROOT,
        "%s, %s bytes of payload: %.0f bytes allocated beside pooled buffers, wanted below %.0f: %s",
        name.substring(name.lastIndexOf('.') + 1),
        result.getParams().getParam("bytes"),
        bytes,
        WANTED_BYTES,
        bytes < WANTED_BYTES ? "met" : "NOT MET");
  }
}
