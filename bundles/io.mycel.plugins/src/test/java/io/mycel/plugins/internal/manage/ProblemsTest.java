package io.mycel.plugins.internal.manage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.mycel.api.plugin.Isolation;
import io.mycel.api.plugin.PluginId;
import io.mycel.api.plugin.PluginState;
import io.mycel.api.plugin.PluginStatus;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemsTest {
  private static final PluginId BLUR = new PluginId("public", "Blur");
  private static final Path FILE = Path.of("/watched/Blur.imjoy.html");

  private final Problems problems = new Problems();

  private static PluginStatus blur(PluginState state, String cause) {
    return new PluginStatus(
        BLUR,
        "0.1.0",
        null,
        "quantum",
        state,
        cause,
        FILE.toString(),
        "local",
        "",
        "blur",
        "",
        Isolation.IN_JVM,
        List.of(),
        false,
        0,
        0,
        "");
  }

  @Test
  void aFileOfWhichNoPluginIsThereLooksLikeOneThatHasFailed() {
    problems.found(FILE, "public", List.of(), "it is no plugin");
    PluginStatus status = problems.statuses().get(0);
    assertEquals("Blur.imjoy.html", status.id().name());
    assertEquals(PluginState.FAILED, status.state());
    assertEquals("it is no plugin", status.cause());
    problems.solved(FILE);
    assertEquals(List.of(), problems.statuses());
  }

  @Test
  void whatIsWrongWithTheFileOfAPluginStandsWithItWhateverItDoes() {
    problems.found(FILE, "public", List.of(BLUR), "line 1: no config");
    assertEquals(List.of(), problems.statuses());
    String saved = "what was saved since is not used: line 1: no config";
    assertEquals(saved, problems.with(blur(PluginState.ACTIVE, "")).cause());
    PluginStatus waiting = problems.with(blur(PluginState.WAITING, "waits for a runtime"));
    assertEquals("waits for a runtime; " + saved, waiting.cause());
    assertEquals(PluginState.WAITING, waiting.state());
    problems.solved(FILE);
    assertEquals("", problems.with(blur(PluginState.ACTIVE, "")).cause());
  }
}
