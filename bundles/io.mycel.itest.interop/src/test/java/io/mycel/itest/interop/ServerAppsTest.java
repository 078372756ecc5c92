package io.mycel.itest.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Server apps, without a browser, for unmodified clients of both generations. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class ServerAppsTest {
  @AutoClose private World world;

  @BeforeAll
  @Timeout(120)
  void start() {
    world = World.create("--enable-server-apps");
  }

  private List<String> run(Client client, String program) throws Exception {
    Path python = world.toolchain().python(client);
    Process process =
        new ProcessBuilder(
                python.toString(),
                world.drivers().resolveSibling("programs").resolve(program).toString(),
                world.url(),
                world.server().connectionToken())
            .redirectError(World.logs().resolve(program + ".log").toFile())
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output.lines().toList();
  }

  @Test
  void clientOfGenerationBInstallsStartsCallsAndStopsApps() throws Exception {
    assertEquals(
        List.of(
            "installed Adder web-worker",
            "add2 6",
            "logs [('log', 'this is a log'), ('error', 'this is an error')]",
            "running [True]",
            "running 0",
            "echo started for it",
            "execute 6",
            "window True",
            "left 0 0"),
        run(Client.B_PY, "server-apps-b.py"));
  }

  @Test
  void clientOfGenerationALaunchesCallsAndStopsApps() throws Exception {
    assertEquals(
        List.of(
            "launched Adder",
            "add2 6",
            "log ['this is a log'] ['this is an error']",
            "error ['this is an error']",
            "apps ['Adder']",
            "running 0",
            "again 7",
            "left 0 0",
            "anonymous True"),
        run(Client.A_PY059, "server-apps-a.py"));
  }
}
