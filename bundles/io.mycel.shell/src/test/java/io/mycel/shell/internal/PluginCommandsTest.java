package io.mycel.shell.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mycel.api.plugin.InstallRequest;
import io.mycel.api.plugin.Isolation;
import io.mycel.api.plugin.PluginId;
import io.mycel.api.plugin.PluginLog;
import io.mycel.api.plugin.PluginManager;
import io.mycel.api.plugin.PluginState;
import io.mycel.api.plugin.PluginStatus;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PluginCommandsTest {
  private final List<String> asked = new ArrayList<>();
  private final PluginCommands commands = new PluginCommands(manager());

  private static PluginStatus status(String workspace, String name, PluginState state) {
    return new PluginStatus(
        new PluginId(workspace, name),
        "0.1.0",
        null,
        "java",
        state,
        state == PluginState.ACTIVE ? "" : "why\u001b[1m",
        "a.jar",
        "local",
        "",
        "client",
        "service",
        Isolation.IN_JVM,
        List.of(),
        false,
        0,
        0,
        "");
  }

  /** Two plugins; what would change them is noted, and fails for the second. */
  private PluginManager manager() {
    List<PluginStatus> all =
        List.of(
            status("lab", "Ant", PluginState.ACTIVE), status("public", "Bee", PluginState.FAILED));
    return (PluginManager)
        Proxy.newProxyInstance(
            PluginManager.class.getClassLoader(),
            new Class<?>[] {PluginManager.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("plugins")) {
                return all;
              }
              if (method.getName().equals("plugin")) {
                return all.stream().filter(p -> p.id().equals(arguments[0])).findFirst();
              }
              asked.add(method.getName() + " " + Arrays.toString(arguments));
              if (method.getName().equals("log")) {
                return List.of(new PluginLog.Line(0, PluginLog.Level.WARN, "a\u001b[2Jb"));
              }
              if (arguments[0] instanceof PluginId id && id.name().equals("Bee")) {
                return CompletableFuture.failedFuture(new IllegalStateException("it is broken"));
              }
              boolean removes = method.getName().equals("remove");
              return CompletableFuture.completedFuture(removes ? null : all.get(0));
            });
  }

  @Test
  void pluginsAreATableOrJson() throws Exception {
    List<String> lines =
        commands.plugins(List.of()).lines().map(line -> line.replaceAll(" {2,}", "|")).toList();
    assertEquals(
        List.of(
            "PLUGIN|VERSION|TAG|TYPE|STATE|CAUSE",
            "lab/Ant|0.1.0|java|active",
            "public/Bee|0.1.0|java|failed|why?[1m"),
        lines);
    assertEquals(2, commands.plugins(List.of("lab")).lines().count());
    JsonNode json = new ObjectMapper().readTree(commands.plugins(List.of("--json")));
    assertEquals("Bee", json.get(1).get("name").asText());
    assertEquals("failed", json.get(1).get("state").asText());
  }

  @Test
  void logPassesNoEscapes() {
    String log = commands.log(List.of("Bee", "7"));
    assertTrue(log.endsWith(" warn  a?[2Jb"), log);
    assertEquals(List.of("log [public/Bee, 7]"), asked);
  }

  @Test
  void changesAreWaitedFor() throws Exception {
    assertEquals("lab/Ant 0.1.0: active", commands.start(List.of("lab/Ant")));
    assertEquals("lab/Ant 0.1.0: active", commands.stop(List.of("lab/Ant")));
    assertEquals("lab/Ant is removed", commands.remove(List.of("lab/Ant")));
    assertEquals("lab/Ant 0.1.0: active", commands.install(List.of("o/r:Ant", "lab")));
    assertEquals(
        List.of(
            "start [lab/Ant]",
            "stop [lab/Ant]",
            "remove [lab/Ant]",
            "install [" + InstallRequest.of("o/r:Ant", "lab") + "]"),
        asked);
  }

  @Test
  void mistakesAndFailuresSayWhy() {
    assertEquals(
        "it is broken",
        assertThrows(IllegalStateException.class, () -> commands.start(List.of("Bee")))
            .getMessage());
    assertMistake("there is no plugin 'public/Ant'; mycel:plugins lists them", "Ant");
    assertMistake("usage: mycel:plugin-start [WORKSPACE/]NAME");
    assertMistake("usage: mycel:plugin-start [WORKSPACE/]NAME", "a", "b");
    assertThrows(IllegalArgumentException.class, () -> commands.log(List.of("Bee", "x")));
    assertThrows(IllegalArgumentException.class, () -> commands.plugins(List.of("--all")));
    assertEquals(Optional.empty(), asked.stream().filter(a -> a.contains("Ant")).findFirst());
  }

  private void assertMistake(String message, String... words) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> commands.start(List.of(words)))
            .getMessage());
  }
}
