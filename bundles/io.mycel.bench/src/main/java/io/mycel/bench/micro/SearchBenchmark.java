package io.mycel.bench.micro;

import io.mycel.plugins.internal.repository.RepositoryEntry;
import io.mycel.plugins.internal.repository.Search;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Search for plugins in a manifest of 10,000. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SearchBenchmark {
  private static final int PLUGINS = 10_000;
  private static final String[] WORDS = {
    "image",
    "tif",
    "importer",
    "gaussian",
    "blur",
    "segmentation",
    "cell",
    "viewer",
    "histogram",
    "threshold",
    "microscopy",
    "deep",
    "learning",
    "tracking",
    "registration",
    "volume"
  };

  /** What is asked for: a rare word, common ones, and everything. */
  @Param({"number 9999", "gaussian blur", ""})
  public String question = "number 9999";

  private Search search;

  /** Makes a manifest, with names and descriptions as long as real ones. */
  @Setup
  public void prepare() {
    List<RepositoryEntry> entries = new ArrayList<>();
    for (int i = 0; i < PLUGINS; i++) {
      String first = WORDS[i % WORDS.length];
      String second = WORDS[i / WORDS.length % WORDS.length];
      entries.add(
          new RepositoryEntry(
              "owner/repository",
              first + " " + second + " number " + i,
              URI.create("https://example.org/" + i + ".imjoy.html"),
              "web-worker",
              "0.1." + i,
              List.of("stable", "dev"),
              "A plugin for " + second + " and " + first + " of images in a browser or a server",
              List.of(first, "bioimage"),
              null));
    }
    search = new Search(entries);
  }

  /** A search. */
  @Benchmark
  public List<RepositoryEntry> search() {
    return search.find(question);
  }
}
