package io.mycel.plugins.internal.manage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens in the middle of a change, the old set of plugins is there or the new one. */
class CrashTest {
  private static final String OLD = "SET 1.0.0 1.0.0 active 1.0.0";
  private static final String NEW = "SET 2.0.0 2.0.0 active 2.0.0";
  private static final int MAX_STEPS = 50;

  @TempDir Path folder;

  private record Ran(int code, String said) {}

  private static Ran run(Path data, String version, String how, int step) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                CrashProgram.class.getName(),
                data.toString(),
                version,
                how,
                Integer.toString(step))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    return new Ran(
        process.exitValue(),
        out.lines().filter(line -> line.startsWith("SET")).findFirst().orElse("").strip());
  }

  @BeforeEach
  void installOld() throws Exception {
    assertEquals(OLD, run(folder.resolve("old"), "1.0.0", "well", 0).said());
  }

  private Path copy(String name) throws IOException {
    Path from = folder.resolve("old");
    Path to = folder.resolve(name);
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Files.copy(each, to.resolve(from.relativize(each).toString()));
      }
    }
    return to;
  }

  /** Each content is one that some revision needs. */
  private static void assertNothingIsLeftOver(Path data) throws IOException {
    StringBuilder revisions = new StringBuilder();
    try (Stream<Path> all = Files.list(data.resolve("profile"))) {
      for (Path each : all.filter(file -> file.toString().endsWith(".json")).toList()) {
        revisions.append(Files.readString(each));
      }
    }
    try (Stream<Path> all = Files.list(data.resolve("content"))) {
      for (Path each : all.toList()) {
        String name = each.getFileName().toString();
        assertTrue(revisions.indexOf('"' + name + '"') >= 0, name + " is left over");
      }
    }
  }

  @Test
  void processThatIsKilledBeforeAnyWriteLeavesTheOldSetOrTheNewOne() throws Exception {
    int step = 1;
    boolean sawOld = false;
    boolean sawNew = false;
    for (; step < MAX_STEPS; step++) {
      Path data = copy("killed" + step);
      Ran killed = run(data, "2.0.0", "kill", step);
      if (killed.code() == 0) {
        assertEquals(NEW, killed.said());
        break;
      }
      assertEquals(CrashProgram.KILLED, killed.code());
      String there = run(data, "-", "well", 0).said();
      assertTrue(List.of(OLD, NEW).contains(there), "killed before write " + step + ": " + there);
      assertNothingIsLeftOver(data);
      sawOld |= there.equals(OLD);
      sawNew |= there.equals(NEW);
    }
    assertTrue(sawOld && sawNew, "killed before as well as after the profile was written");
    assertTrue(step > 4 && step < MAX_STEPS, "steps: " + step);
  }

  @Test
  void fullDiskLeavesTheOldSetRunningAndAfterARestart() throws Exception {
    int refused = 0;
    for (int step = 1; step < MAX_STEPS; step++) {
      Path data = copy("full" + step);
      Ran ran = run(data, "2.0.0", "full", step);
      assertEquals(0, ran.code());
      String after = run(data, "-", "well", 0).said();
      if (ran.said().equals(NEW)) {
        assertEquals(NEW, after);
        break;
      }
      assertEquals(OLD + " REFUSED", ran.said(), "full before write " + step);
      assertEquals(OLD, after, "full before write " + step);
      refused++;
    }
    assertTrue(refused > 3, "refused: " + refused);
  }
}
