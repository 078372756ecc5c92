package io.mycel.bench.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.bench.server.Recipes;
import io.mycel.bench.server.ServerProcess;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every activity of the soak takes place, for seconds; the long one is started by hand. */
class SoakTest {

  @Test
  @Timeout(240)
  void aShortSoakWithASwapHarmsNobodyAndLeavesNoClientBehind() throws Exception {
    Path jar = Path.of(System.getProperty("mycel.jar"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Duration never = Duration.ofHours(1);
    SoakPlan plan =
        new SoakPlan(
            Duration.ofSeconds(1),
            Duration.ofSeconds(4),
            never,
            Duration.ofSeconds(3),
            Duration.ofSeconds(20),
            Duration.ofSeconds(3));
    try (ServerProcess server =
        ServerProcess.start(
            Recipes.mycel(
                List.of(java, "-Xmx512m", "-jar", jar.toString()),
                "--config=io.mycel.hub:graceSeconds=1",
                "--config=io.mycel.hub:slowReaderMillis=1000",
                // those that the HTTP client keeps are no leak
                "--config=io.mycel.transport.jetty:httpIdleTimeoutMillis=2000"))) {
      PrintStream out = System.out;
      List<Finding> findings = new Soak(server, jar, plan, out).run();
      List<Finding> activities = findings.subList(0, 13);
      assertEquals("callsAA", activities.get(0).what());
      assertEquals("swaps", activities.get(12).what());
      for (Finding each : activities) {
        assertTrue(each.good(), each::toString);
      }
      // What a server that has just been started still loads and starts is not judged here.
      Finding gauges =
          findings.stream().filter(f -> f.what().equals("gauges")).findFirst().orElseThrow();
      assertTrue(gauges.good(), gauges::toString);
    }
  }
}
