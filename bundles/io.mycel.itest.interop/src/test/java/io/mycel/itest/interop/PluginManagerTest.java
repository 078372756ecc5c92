package io.mycel.itest.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The manager of plugins, walked through by unmodified clients of both generations. */
@Timeout(300)
class PluginManagerTest {
  private static final List<String> SEEN =
      List.of(
          "functions True",
          "refused True",
          "search [('Walker', '1.0.0')]",
          "plan [('install', 'Walker', '1.0.0')] True",
          "listed []",
          "not asked True",
          "installed 1.0.0 active ",
          "run version 1.0.0 has 7",
          "logs ['version 1.0.0 is here']",
          "available ['1.1.0']",
          "update [\"'Walker' 1.0.0 -> 1.1.0\"]",
          "run version 1.1.0 has 8",
          "rollback ['public/Walker 1.0.0']",
          "run version 1.0.0 has 9",
          "removed True",
          "listed []",
          "gone True");

  @TempDir Path repository;

  @ParameterizedTest
  @CsvSource({"B_PY, hypha_rpc", "A_PY059, imjoy_rpc.hypha"})
  void pluginIsFoundInstalledRunUpdatedRolledBackAndRemoved(Client client, String module)
      throws Exception {
    try (World world = World.create("--repository=" + repository)) {
      Path program = world.drivers().resolveSibling("programs").resolve("plugin-manager.py");
      Process process =
          new ProcessBuilder(
                  world.toolchain().python(client).toString(),
                  program.toString(),
                  module,
                  world.url(),
                  world.server().connectionToken(),
                  repository.toString())
              .redirectError(World.logs().resolve("plugin-manager-" + client + ".log").toFile())
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it has said all and does not end");
      List<String> said =
          output
              .lines()
              .filter(line -> line.startsWith("walk: "))
              .map(line -> line.substring("walk: ".length()))
              .toList();
      assertEquals(SEEN, said, output);
    }
  }
}
