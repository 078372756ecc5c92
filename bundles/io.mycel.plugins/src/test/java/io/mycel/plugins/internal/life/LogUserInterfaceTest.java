package io.mycel.plugins.internal.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.mycel.api.plugin.PluginId;
import io.mycel.api.plugin.PluginLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class LogUserInterfaceTest {
  private static final PluginId PLUGIN = new PluginId("public", "Test");

  private final List<String> lines = new ArrayList<>();
  private final LogUserInterface screen =
      new LogUserInterface(
          plugin ->
              new PluginLog() {
                @Override
                public void write(Level level, String text) {
                  lines.add(level + " " + text);
                }

                @Override
                public List<Line> last(int atMost) {
                  return List.of();
                }
              });

  private Object call(String method, Object... args) {
    return screen.call(PLUGIN, method, List.of(args), Map.of()).toCompletableFuture().join();
  }

  @Test
  void whatIsOnlyShownIsWrittenDown() {
    assertNull(call("showStatus", "half of it"));
    assertEquals(List.of("INFO showStatus: half of it"), lines);
  }

  @Test
  void aWindowThatIsLookedForIsNotThere() {
    assertNull(call("getWindow", "Results"));
  }

  @Test
  void whatNeedsSomebodyIsRefusedAndNothingOfItIsWrittenDown() {
    for (String method : List.of("prompt", "createWindow", "exportFile", "getFileUrl")) {
      Throwable failure =
          assertThrows(CompletionException.class, () -> call(method, "secret content")).getCause();
      assertInstanceOf(UnsupportedOperationException.class, failure);
      assertEquals(
          method + " needs somebody who answers, and no user interface is connected",
          failure.getMessage());
    }
    assertEquals(List.of(), lines);
  }
}
