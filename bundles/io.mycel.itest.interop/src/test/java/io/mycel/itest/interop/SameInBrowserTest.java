package io.mycel.itest.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * One plugin file in a Chromium, where the unmodified imjoy-core and imjoy-rpc run it in a worker,
 * and in Mycel: the same calls have the same outcomes. Where they have not, {@code
 * browser/deviations.json} says what each of them is, and why.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class SameInBrowserTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "Same Everywhere";
  private static final int PATIENCE_SECONDS = 180;

  private final Map<String, JsonNode> deviations = new HashMap<>();
  @AutoClose private World world;
  private ServerHttp http;
  private Path browser;
  private JsonNode inChromium;

  @BeforeAll
  @Timeout(300)
  void runInChromium() throws Exception {
    Path program = Chromium.installed().orElse(null);
    if (program == null) {
      String reason = "Chromium is needed (Debian: chromium-headless-shell), but there is none";
      System.out.println("[interop] SKIPPED: " + reason);
      Assumptions.abort(reason);
    }
    world = World.create();
    http = new ServerHttp(world);
    browser = world.drivers().resolveSibling("browser");
    for (JsonNode each : JSON.readTree(Files.readString(browser.resolve("deviations.json")))) {
      deviations.put(each.get("call").asText(), each);
    }
    inChromium = inChromium(program);
    deviations.keySet().forEach(call -> assertTrue(inChromium.has(call), call));
  }

  private JsonNode inChromium(Path program) throws Exception {
    Path modules =
        world
            .toolchain()
            .installNode("imjoy-core-0.14.5-js", "imjoy-core@0.14.5", "imjoy-rpc@0.5.59")
            .resolve("node_modules");
    List<Path> folders =
        List.of(browser, modules.resolve("imjoy-core/dist"), modules.resolve("imjoy-rpc/dist"));
    Path log = World.logs().resolve(World.unique("chromium") + ".log");
    try (PageServer pages = new PageServer(folders);
        Chromium chromium = Chromium.open(program, pages.uri("page.html"), log)) {
      chromium.onEnd(
          () ->
              pages
                  .outcomes()
                  .completeExceptionally(new IllegalStateException("it has ended, see " + log)));
      JsonNode outcomes = pages.outcomes().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertFalse(outcomes.has("failure"), () -> outcomes.get("failure").asText() + ", see " + log);
      return outcomes;
    }
  }

  private JsonNode inMycel(String isolation) throws Exception {
    String service = http.install(Files.readString(browser.resolve("same.imjoy.html")), isolation);
    Path outcomes = Files.createTempFile("mycel-outcomes", ".json");
    Path log = World.logs().resolve(World.unique("same-" + isolation) + ".log");
    try {
      Process calls =
          new ProcessBuilder(
                  "node",
                  browser.resolve("mycel.mjs").toString(),
                  world.toolchain().install(Client.B_JS).toString(),
                  world.url(),
                  service,
                  outcomes.toString())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      assertTrue(calls.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "the calls have not ended");
      assertEquals(0, calls.exitValue(), () -> "the calls failed, see " + log);
      return JSON.readTree(Files.readString(outcomes));
    } finally {
      Files.delete(outcomes);
      http.remove(NAME);
    }
  }

  @TestFactory
  List<DynamicNode> inTheServer() throws Exception {
    return compared("in-jvm");
  }

  @TestFactory
  List<DynamicNode> inAProcess() throws Exception {
    return compared("process");
  }

  private List<DynamicNode> compared(String isolation) throws Exception {
    JsonNode mycel = inMycel(isolation);
    List<DynamicTest> tests = new ArrayList<>();
    inChromium
        .properties()
        .forEach(
            each ->
                tests.add(
                    dynamicTest(
                        each.getKey(),
                        () -> compare(each.getKey(), each.getValue(), mycel.get(each.getKey())))));
    assertEquals(inChromium.size(), mycel.size());
    return List.of(dynamicContainer(isolation, tests));
  }

  private void compare(String call, JsonNode chromium, JsonNode mycel) throws IOException {
    JsonNode deviation = deviations.get(call);
    if (deviation == null) {
      assertEquals(pretty(chromium), pretty(mycel), call);
    } else {
      String why = call + ", which deviates: " + deviation.get("why").asText();
      assertEquals(pretty(deviation.get("chromium")), pretty(chromium), "Chromium: " + why);
      assertEquals(pretty(deviation.get("mycel")), pretty(mycel), "Mycel: " + why);
    }
  }

  private static String pretty(JsonNode node) throws IOException {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node);
  }
}
