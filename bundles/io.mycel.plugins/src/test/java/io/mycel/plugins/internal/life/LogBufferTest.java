package io.mycel.plugins.internal.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.plugin.PluginId;
import io.mycel.api.plugin.PluginLog.Level;
import io.mycel.api.plugin.PluginLog.Line;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

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
  void whatIsTooMuchForASecondDoesNotReachTheLogOfTheServer() {
    List<String> told = new ArrayList<>();
    AtomicLong millis = new AtomicLong(1_000);
    Logger server =
        (Logger)
            Proxy.newProxyInstance(
                Logger.class.getClassLoader(),
                new Class<?>[] {Logger.class},
                (proxy, method, args) -> {
                  told.add(method.getName() + " " + args[args.length - 1]);
                  return null;
                });
    LogBuffer flood =
        new LogBuffer(
            new PluginId("public", "Flood"),
            new LogLimits(100, 10_000, 20, 3),
            () -> Instant.ofEpochMilli(millis.get()),
            server);

    for (int i = 1; i <= 50; i++) {
      flood.write(Level.INFO, "line " + i);
    }
    millis.set(2_000);
    flood.write(Level.ERROR, "later");

    assertEquals(
        List.of("info line 1", "info line 2", "info line 3", "warn 3", "error later"), told);
    assertEquals(51, flood.last(100).size());
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
