package io.mycel.itest.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The first programs that a new user types in do what the user was told they would. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class HelloWorldTest {

  private static final Pattern WORKSPACE = Pattern.compile("registered at workspace: (\\S+)");

  private World world;
  private Process worker;
  private String workspace;
  private String httpUrl;

  @BeforeAll
  @Timeout(60)
  void startTheWorker() throws Exception {
    world = World.create();
    worker =
        new ProcessBuilder(python().toString(), program("hello-world-worker.py"), world.url())
            .redirectErrorStream(true)
            .start();
    BufferedReader lines = worker.inputReader(StandardCharsets.UTF_8);
    while (httpUrl == null) {
      String line = lines.readLine();
      assertTrue(line != null, "the worker ended before it registered its service");
      Matcher registered = WORKSPACE.matcher(line);
      if (registered.find()) {
        workspace = registered.group(1);
      } else if (line.startsWith("Test it with the http proxy: ")) {
        httpUrl = line.substring(line.indexOf("http://"));
      }
    }
  }

  @AfterAll
  void close() {
    if (worker != null) {
      worker.destroyForcibly();
    }
    if (world != null) {
      world.close();
    }
  }

  private Path python() {
    return world.toolchain().python(Client.A_PY059);
  }

  private String program(String name) {
    return world.drivers().resolveSibling("programs").resolve(name).toString();
  }

  private static String outputOf(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(20, TimeUnit.SECONDS), () -> "still runs: " + command);
    return output.strip();
  }

  @Test
  void theWorkerLearnsItsWorkspace() {
    assertTrue(workspace.matches("[^/:*]+"), workspace);
    String path = "/services/hello-world/hello?name=John";
    assertEquals(world.url() + "/" + workspace + path, httpUrl);
  }

  @Test
  void anotherAnonymousPythonClientCallsItByItsNameAlone() throws Exception {
    String output =
        outputOf(List.of(python().toString(), program("hello-world-user.py"), world.url()));
    assertEquals("Hello John", output);
  }

  @Test
  void aJavaScriptClientCallsItByItsNameAlone() throws Exception {
    Path folder = world.toolchain().install(Client.A_JS0509);
    String output =
        outputOf(List.of("node", program("hello-world-user.mjs"), folder.toString(), world.url()));
    // The library prints what it does to the same place.
    assertTrue(output.lines().anyMatch("Hello John"::equals), output);
  }

  @Test
  void curlCallsItThroughTheHttpProxy() throws Exception {
    try {
      assertEquals("\"Hello John\"", outputOf(List.of("curl", "-sS", "--fail", httpUrl)));
    } catch (IOException noCurl) {
      System.out.println("[interop] SKIPPED: there is no curl");
      Assumptions.abort("there is no curl");
    }
  }
}
