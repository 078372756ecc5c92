package io.mycel.bench.js;

import io.mycel.bench.server.ProcessUsage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;

/**
 * A JVM with the JavaScript engine and nothing of Mycel, which has just called a function some
 * times: less than it no process of a plugin can take.
 */
final class EngineAlone {
  private static final int CALLS = 200;
  private static final int LINKED_CLASSES_SINCE = 25;
  private static final long PATIENCE_SECONDS = 60;

  private EngineAlone() {}

  /** Calls, and prints what memory is resident then, in bytes; nothing if nobody tells. */
  public static void main(String[] args) {
    try (Context context =
        Context.newBuilder("js").option("engine.WarnInterpreterOnly", "false").build()) {
      Value add = context.eval("js", "(a, b) => a + b");
      for (int i = 0; i < CALLS; i++) {
        add.execute(i, 1);
      }
      ProcessUsage.of(ProcessHandle.current().pid())
          .ifPresent(usage -> System.out.println(usage.residentBytes()));
    }
  }

  /**
   * What it has resident, in bytes, when its classes come from an archive, as those of plugins do;
   * empty if nobody tells.
   */
  static OptionalLong residentBytes(List<Path> jars, Path folder) throws Exception {
    boolean linked = Runtime.version().feature() >= LINKED_CLASSES_SINCE;
    Path archive = folder.resolve("engine-alone");
    run(jars, (linked ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + archive);
    String printed = run(jars, (linked ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive);
    return printed.isBlank() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(printed));
  }

  private static String run(List<Path> jars, String option) throws Exception {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-Xmx96m", "-Xms8m", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
    words.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0"));
    words.addAll(List.of("-Xlog:disable", option, "-cp"));
    words.add(String.join(File.pathSeparator, jars.stream().map(Path::toString).toList()));
    words.add(EngineAlone.class.getName());
    Process process =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      String printed = new String(process.getInputStream().readAllBytes()).trim();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("the engine alone did not run with " + option);
      }
      return printed;
    } finally {
      process.destroyForcibly();
    }
  }
}
