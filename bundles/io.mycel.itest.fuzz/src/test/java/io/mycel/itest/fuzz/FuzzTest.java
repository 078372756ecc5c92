package io.mycel.itest.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs each target for a while. */
class FuzzTest {
  private static final long SECONDS = Long.getLong("mycel.fuzz.seconds");
  private static final Path DIR = Path.of(System.getProperty("mycel.fuzz.dir"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.mycel.hub.internal.FrameHeadTarget",
        "io.mycel.rpc.internal.MsgpackTarget",
        "io.mycel.rpc.internal.ReceiverTarget",
        "io.mycel.rpc.internal.v1.PluginTarget",
        "io.mycel.transport.jetty.internal.websocket.FrameParserTarget"
      })
  void noInputBreaksIt(String target) throws Exception {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    Assumptions.assumeFalse(
        os.contains("linux") && !System.getProperty("os.arch").equals("amd64"),
        "Jazzer has no native part for this machine");
    String name = target.substring(target.lastIndexOf('.') + 1);
    Path found = Files.createDirectories(DIR.resolve(name));
    Path seeds = seeds(name);
    Path log = DIR.resolve(name + ".log");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+EnableDynamicAgentLoading",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target,
                "--instrumentation_includes=io.mycel.**",
                "--custom_hook_excludes=**",
                "--reproducer_path=" + DIR,
                "-artifact_prefix=" + DIR + File.separator,
                "-max_total_time=" + SECONDS,
                "-max_len=4096",
                "-timeout=10",
                "-use_value_profile=1",
                found.toString(),
                seeds.toString()));
    Process fuzzing =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      boolean ended = fuzzing.waitFor(SECONDS + 120, TimeUnit.SECONDS);
      String output = Files.readString(log, StandardCharsets.ISO_8859_1);
      assertTrue(ended, () -> name + " does not end\n" + output);
      assertEquals(0, fuzzing.exitValue(), () -> name + " failed:\n" + output);
      assertTrue(output.contains("Done "), () -> name + " did not run:\n" + output);
    } finally {
      fuzzing.destroyForcibly();
    }
  }

  private static Path seeds(String name) throws URISyntaxException {
    URL folder = FuzzTest.class.getResource("/fuzz/" + name);
    assertTrue(folder != null, "no seeds for " + name);
    return Path.of(folder.toURI());
  }
}
