package io.mycel.plugins.internal.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.plugin.PluginId;
import io.mycel.api.plugin.PluginLog.Level;
import io.mycel.api.plugin.PluginLog.Line;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogBufferTest {
  private final LogBuffer log =
      new LogBuffer(
          new PluginId("public", "Talker"), new LogLimits(5, 100, 20, 3), InstantSource.system());

  private List<String> texts() {
    return log.last(10).stream().map(Line::text).toList();
  }

  @Test
  void linesAreCutAndOldOnesMakeRoom() {
    log.write(Level.INFO, "one\r\ntwo\nthree\n");
    assertEquals(List.of("one", "two", "three"), texts());
    log.write(Level.INFO, "4\n5\n6\n7\n8\n9");
    assertEquals(List.of("5", "6", "7", "8", "9"), texts());
    assertEquals("9", log.last(1).get(0).text());
    log.write(Level.WARN, "x".repeat(10 * 1024 * 1024));
    assertEquals("x".repeat(20) + " … (cut)", texts().get(4));
  }

  @Test
  void controlCharactersDoNotPass() {
    log.write(Level.INFO, "\u001b[31mred\u001b[0m \u001b]0;title\u0007a\tb\u0000\u009b");
    assertEquals(List.of("red a\tb"), texts());
    log.write(Level.INFO, "abc\u202egnp.exe\u001b");
    assertEquals("abcgnp.exe", texts().get(1));
  }

  @Test
  void charactersOfAllLinesAreBounded() {
    for (int i = 0; i < 50; i++) {
      log.write(Level.INFO, "y".repeat(40));
    }
    int chars = texts().stream().mapToInt(String::length).sum();
    assertTrue(chars <= 100, () -> chars + " characters");
  }
}
