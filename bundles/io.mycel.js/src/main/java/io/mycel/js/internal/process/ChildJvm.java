package io.mycel.js.internal.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How the JVM of a child is started: small, with nothing of the server's environment.
 *
 * @param java the executable
 * @param feature its version: 17, 25
 * @param classPath of jars, so that classes can be remembered between runs
 * @param folder where it works and keeps its files
 * @param heapMegabytes at most
 * @param maxMessageBytes of one call's arguments or result
 */
record ChildJvm(
    Path java,
    int feature,
    List<Path> classPath,
    Path folder,
    int heapMegabytes,
    long maxMessageBytes) {

  private static final int NATIVE_ACCESS_SINCE = 24;

  /** Since then a JVM remembers classes linked, and makes that file at its end (JEP 514, 515). */
  private static final int LINKED_CLASSES_SINCE = 25;

  /**
   * Both compilers, for what has been called two to five times as often as is usual: an interpreter
   * of JavaScript that the second one has compiled is three to four times as fast as after the
   * first, and code of the start that is compiled by the first one for the second to measure takes
   * memory.
   */
  private static final List<String> COMPILATION =
      List.of(
          "-XX:Tier3InvocationThreshold=1000",
          "-XX:Tier3MinInvocationThreshold=500",
          "-XX:Tier3CompileThreshold=5000",
          "-XX:Tier4InvocationThreshold=25000",
          "-XX:Tier4MinInvocationThreshold=3000",
          "-XX:Tier4CompileThreshold=75000",
          "-XX:Tier4BackEdgeThreshold=200000");

  /**
   * What keeps the memory of each small. The archive of classes stays at the address that it was
   * made for: elsewhere each process would change most of its pages, and so have them for itself.
   * What the compilers have used goes back to the system after some seconds, where the JVM knows
   * how (17.0.9, 21.0.1 and newer, with glibc).
   */
  private static final List<String> MEMORY =
      List.of(
          "-XX:+IgnoreUnrecognizedVMOptions",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:ArchiveRelocationMode=0",
          "-XX:TrimNativeHeapInterval=10000");

  /** The JVM that this one runs in. */
  static ChildJvm same(List<Path> classPath, Path folder, int heapMegabytes, long maxMessageBytes) {
    Path java = Path.of(System.getProperty("java.home"), "bin", executable());
    return new ChildJvm(
        java,
        Runtime.version().feature(),
        List.copyOf(classPath),
        folder,
        heapMegabytes,
        maxMessageBytes);
  }

  private static String executable() {
    return File.separatorChar == '\\' ? "java.exe" : "java";
  }

  /**
   * Starts it.
   *
   * @param archive of classes from an earlier run; null for none
   * @see #train
   */
  Process start(Path archive) throws IOException {
    List<String> options = new ArrayList<>(options());
    if (archive != null) {
      options.add((remembersLinked() ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive);
    }
    return start(options, List.of());
  }

  /**
   * Starts one that remembers its classes in a file, and ends. From 25 on the file has them linked,
   * and what the compilers have learnt about their methods: a later start is a fifth faster than
   * with an archive of class-data sharing, which is what it is before.
   */
  Process train(Path archive) throws IOException {
    List<String> options = new ArrayList<>(options());
    options.add(
        (remembersLinked() ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + archive);
    return start(options, List.of("train"));
  }

  private boolean remembersLinked() {
    return feature >= LINKED_CLASSES_SINCE;
  }

  private Process start(List<String> options, List<String> args) throws IOException {
    Path home = Files.createDirectories(folder.resolve("home"));
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(options);
    command.add("-Duser.home=" + home);
    command.add("-Djava.io.tmpdir=" + home);
    command.add("-cp");
    command.add(
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    command.add(Child.class.getName());
    command.add(Long.toString(maxMessageBytes));
    command.addAll(args);
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    Map<String, String> environment = builder.environment();
    String systemRoot = environment.get("SystemRoot"); // Windows opens no socket without it
    environment.clear();
    environment.put("LC_ALL", "C.UTF-8");
    if (systemRoot != null) {
      environment.put("SystemRoot", systemRoot);
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // the JDK's thread that waits for the process inherits it, and lives on for a minute
    thread.setContextClassLoader(null);
    try {
      return builder.start();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private List<String> options() {
    List<String> options = new ArrayList<>();
    options.add("-Xmx" + heapMegabytes + "m");
    options.add("-Xms8m");
    options.add("-XX:+UseSerialGC");
    options.addAll(COMPILATION);
    options.add("-XX:+ExitOnOutOfMemoryError");
    options.add("-XX:-UsePerfData");
    options.addAll(MEMORY);
    options.add("-XX:+DisableAttachMechanism");
    options.add("-Xlog:disable"); // it would write to standard output
    options.add("-Djdk.reflect.useNativeAccessorOnly=true"); // no classes made for a few calls
    options.add("-Dslf4j.internal.verbosity=ERROR");
    options.add("-Dpolyglot.engine.WarnInterpreterOnly=false");
    if (feature >= NATIVE_ACCESS_SINCE) {
      options.add("--enable-native-access=ALL-UNNAMED");
      options.add("--sun-misc-unsafe-memory-access=allow");
    }
    return options;
  }
}
