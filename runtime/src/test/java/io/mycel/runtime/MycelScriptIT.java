package io.mycel.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script, with the real JDK and with folders that only look like one. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a script of the POSIX shell")
class MycelScriptIT {
  @TempDir Path directory;

  /** A folder like a JDK, whose {@code java} says what it was asked to do. */
  private Path jdk(String version) throws IOException {
    Path home = directory.resolve("jdk " + version);
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(home.resolve("release"), "A=\"b\"\nJAVA_VERSION=\"" + version + "\"\n");
    Files.writeString(java, "#!/bin/sh\necho \"" + version + " $*\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    return home;
  }

  private String run(Map<String, String> environment, String... words) throws Exception {
    Path script = MycelProcess.scriptIn(directory.resolve("my programs"));
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(words));
    try (MycelProcess mycel = MycelProcess.of(environment, directory, command)) {
      String line = mycel.line();
      assertEquals(0, mycel.exitCode(), () -> "failed: " + line);
      return line;
    }
  }

  @Test
  void worksThroughALinkFromAnotherFolder() throws Exception {
    Path script = MycelProcess.scriptIn(directory.resolve("my programs"));
    Path bin = Files.createDirectory(directory.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("one"), Path.of("../my programs/mycel"));
    Files.createSymbolicLink(bin.resolve("two"), bin.resolve("one"));
    assertTrue(Files.isExecutable(script));
    try (MycelProcess mycel =
        MycelProcess.of(
            Map.of("MYCEL_JAVA_HOME", System.getProperty("java.home")),
            Path.of("/"),
            List.of(bin.resolve("two").toString(), "--version"))) {
      assertEquals("Mycel " + System.getProperty("mycel.version"), mycel.line());
      assertEquals(0, mycel.exitCode());
    }
  }

  @Test
  void optionsOfTheUserComeAfterThoseOfTheScript() throws Exception {
    String line =
        run(
            Map.of("MYCEL_JAVA_HOME", jdk("17.0.2").toString(), "MYCEL_JAVA_OPTS", "-Xmx2g -Da=b"),
            "serve",
            "--port",
            "1");
    assertTrue(
        line.startsWith(
            "17.0.2 -XX:+UseSerialGC -Xms32m -Xmx512m -XX:MaxDirectMemorySize=768m -XX:Tier4InvocationThreshold=25000 "),
        line);
    assertTrue(line.endsWith("mycel.jar serve --port 1"), line);
    assertTrue(line.contains(" -Xmx2g -Da=b -jar "), line);
    if (OS.LINUX.isCurrentOs()) {
      assertTrue(line.contains(" -XX:ThreadPriorityPolicy=1 -XX:CompilerThreadPriority=12 "), line);
    }
    assertFalse(line.contains("--enable-native-access"), line);
  }

  @Test
  void collectorOfTheUserTakesThePlaceOfThatOfTheScript() throws Exception {
    String line =
        run(
            Map.of(
                "MYCEL_JAVA_HOME",
                jdk("17.0.2").toString(),
                "MYCEL_JAVA_OPTS",
                "-Xmx8g -XX:+UseG1GC"),
            "serve");
    assertTrue(line.startsWith("17.0.2 -Xms32m "), line);
    assertTrue(line.contains(" -Xmx8g -XX:+UseG1GC -jar "), line);
  }

  @Test
  void nativeAccessIsAllowedWhereTheJdkAsksForIt() throws Exception {
    String line = run(Map.of("MYCEL_JAVA_HOME", jdk("25.0.1").toString()), "serve");
    assertTrue(line.contains(" --enable-native-access=ALL-UNNAMED "), line);
    assertFalse(line.contains("JVMCI"), line);
  }

  @Test
  void compilerForJavaScriptIsUsedOnlyByTheReleaseItIsMadeFor() throws Exception {
    Files.createDirectories(directory.resolve("my programs/lib/graal"));
    Map<String, String> on25 = Map.of("MYCEL_JAVA_HOME", jdk("25").toString());
    assertTrue(
        run(on25, "serve")
            .contains(
                " -XX:+UnlockExperimentalVMOptions -XX:+EnableJVMCI -XX:SweeperThreshold=30 --upgrade-module-path="
                    + directory.resolve("my programs/lib/graal").toRealPath()
                    + " "));
    Files.delete(directory.resolve("my programs/mycel"));
    Files.delete(directory.resolve("my programs/mycel.jar"));
    String on21 = run(Map.of("MYCEL_JAVA_HOME", jdk("21.0.5").toString()), "serve");
    assertFalse(on21.contains("JVMCI"), on21);
  }

  /** What Linux tells of a thread: its name, and how nice it is to others. */
  private static Map<String, Integer> niceness(long process) throws IOException {
    Map<String, Integer> all = new HashMap<>();
    try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(process), "task"))) {
      for (Path thread : threads.toList()) {
        String stat;
        try {
          stat = Files.readString(thread.resolve("stat"));
        } catch (IOException e) {
          continue; // it has ended
        }
        String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        all.put(name, Integer.parseInt(fields[16])); // the 19th of all, see proc(5)
      }
    }
    return all;
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void compilersOfAServerStepBackForThoseThatAnswer() throws Exception {
    Path script = MycelProcess.scriptIn(directory.resolve("my programs"));
    Path data = directory.resolve("data");
    try (MycelProcess mycel =
        MycelProcess.of(
            Map.of("MYCEL_JAVA_HOME", System.getProperty("java.home")),
            directory,
            List.of(script.toString(), "serve", "--port=0", "--data-dir=" + data))) {
      assertTrue(mycel.line().contains(" listening at "));
      Map<String, Integer> threads = niceness(mycel.pid());
      int own = threads.get("java");
      for (Map.Entry<String, Integer> thread : threads.entrySet()) {
        boolean compiles = thread.getKey().matches("C[12] CompilerThre");
        boolean answers = thread.getKey().startsWith("io.mycel");
        if (compiles || answers) {
          assertEquals(own + (compiles ? 12 : 0), thread.getValue(), thread.getKey());
        }
      }
      assertTrue(threads.containsKey("C1 CompilerThre"), threads::toString);
    }
  }

  @Test
  void commandsThatAreNoServerStartWithoutWhatOnlyAServerGainsFrom() throws Exception {
    Files.createDirectories(directory.resolve("my programs/lib/graal"));
    String line =
        run(Map.of("MYCEL_JAVA_HOME", jdk("25").toString()), "plugin", "list", "--server=serve");
    assertTrue(line.contains(" -XX:TieredStopAtLevel=1 "), line);
    for (String flag : List.of("JVMCI", "-XX:Tier4", "-XX:CompilerThreadPriority")) {
      assertFalse(line.contains(flag), line);
    }
  }

  @Test
  void bestOfAllJdksIsTaken() throws Exception {
    // 25 is the best there is, so no other on this machine can win over it.
    Path best = jdk("25.0.2");
    String line =
        run(
            Map.of(
                "JAVA_HOME",
                best.toString(),
                "PATH",
                jdk("17.0.9").resolve("bin") + ":" + System.getenv("PATH")));
    assertTrue(line.startsWith("25.0.2 "), line);
  }

  @Test
  void benchmarksWantASourceCheckout() throws Exception {
    Path script = MycelProcess.scriptIn(directory.resolve("my programs"));
    try (MycelProcess mycel =
        MycelProcess.of(
            Map.of("MYCEL_JAVA_HOME", jdk("17.0.2").toString()),
            directory,
            List.of(script.toString(), "bench", "--rounds=1"))) {
      assertEquals(2, mycel.exitCode());
      assertEquals(
          List.of(
              "mycel: bench needs a source checkout of Mycel; this is "
                  + directory.resolve("my programs").toRealPath()),
          mycel.err());
    }
  }

  @Test
  void oldJavaIsRefusedInOneLine() throws Exception {
    Path script = MycelProcess.scriptIn(directory.resolve("my programs"));
    try (MycelProcess mycel =
        MycelProcess.of(
            Map.of("MYCEL_JAVA_HOME", jdk("1.8.0_402").toString()),
            directory,
            List.of(script.toString()))) {
      assertEquals(2, mycel.exitCode());
      assertEquals(
          List.of(
              "mycel: needs Java 17 or newer, found only 8;"
                  + " install a JDK or set MYCEL_JAVA_HOME"),
          mycel.err());
    }
  }
}
