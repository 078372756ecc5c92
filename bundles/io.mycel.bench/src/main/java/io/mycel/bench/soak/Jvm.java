package io.mycel.bench.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What a JVM tells through {@code jcmd}: no port, no agent. */
public final class Jvm {
  private static final int PATIENCE_SECONDS = 60;

  private final long pid;

  /** Of a process of this user. */
  public Jvm(long pid) {
    this.pid = pid;
  }

  /** What lives after a full garbage collection, which this runs. */
  public Histogram collect() throws IOException, InterruptedException {
    return Histogram.parse(jcmd("GC.class_histogram"));
  }

  /** How many classes are loaded now. */
  long classes() throws IOException, InterruptedException {
    return classes(jcmd("PerfCounter.print"));
  }

  /** From the lines {@code name=value} of the performance counters. */
  static long classes(String counters) {
    long loaded = 0;
    for (String line : counters.split("\\R")) {
      String value = line.substring(line.indexOf('=') + 1);
      switch (line.substring(0, Math.max(0, line.indexOf('=')))) {
        case "java.cls.loadedClasses", "java.cls.sharedLoadedClasses" ->
            loaded += Long.parseLong(value);
        case "java.cls.unloadedClasses", "java.cls.sharedUnloadedClasses" ->
            loaded -= Long.parseLong(value);
        default -> {
          // other counters
        }
      }
    }
    return loaded;
  }

  private String jcmd(String command) throws IOException, InterruptedException {
    String tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process =
        new ProcessBuilder(tool, Long.toString(pid), command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("jcmd " + command + " failed: " + output.strip());
    }
    return output;
  }
}
