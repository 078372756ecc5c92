package io.mycel.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** New plugins, whose own tests must pass as they are made. */
class CreateIT {
  private static final String PYTHON = OS.WINDOWS.isCurrentOs() ? "python" : "python3";

  @TempDir Path directory;

  private Path create(String type) throws Exception {
    Path folder = directory.resolve("my-plugin");
    try (MycelProcess mycel =
        MycelProcess.ofJar(
            MycelProcess.jar(),
            "plugin",
            "create",
            "My Plugin",
            "--type=" + type,
            "--directory=" + folder)) {
      assertEquals("The plugin 'My Plugin' is in " + folder, mycel.line(), () -> "no folder");
      assertEquals(0, mycel.exitCode());
    }
    return folder;
  }

  private static void assertPasses(Path folder, String... command) throws Exception {
    try (MycelProcess test = MycelProcess.of(Map.of(), folder, List.of(command))) {
      List<String> output = new ArrayList<>();
      for (String line = test.line(); line != null; line = test.line()) {
        output.add(line);
      }
      output.addAll(test.err());
      assertEquals(0, test.exitCode(), () -> String.join("\n", output));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"web-worker", "window"})
  void javaScriptPluginPassesItsTests(String type) throws Exception {
    assertPasses(create(type), "node", "--test");
  }

  @ParameterizedTest
  @ValueSource(strings = {"native-python", "web-python"})
  void pythonPluginPassesItsTests(String type) throws Exception {
    assertPasses(create(type), PYTHON, "-m", "unittest");
  }

  @Test
  void javaPluginIsBuiltWithoutANetwork() throws Exception {
    Path folder = create("java");
    String maven = OS.WINDOWS.isCurrentOs() ? "mvnw.cmd" : "mvnw";
    Path wrapper = Path.of("..", maven).toAbsolutePath().normalize();
    assertPasses(folder, wrapper.toString(), "-o", "-B", "-q", "package");
  }
}
