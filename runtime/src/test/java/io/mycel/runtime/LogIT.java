package io.mycel.runtime;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The log of a server, which says what strangers have written. */
class LogIT extends PluginCommands {
  private static final String FORGED = "12:00:00.000 ERROR io.mycel.forged - all is lost";

  @Test
  void strangersBeginNoLineAndMoveNoCursor() throws Exception {
    Path folder = Files.createDirectory(directory.resolve("plugins"));
    String name = "A\u001b[31m\n" + FORGED + ".imjoy.html";
    Files.writeString(folder.resolve(name), "no plugin");
    start("--plugins-dir", folder.toString());
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    while (listed(name).isEmpty()) {
      assertTrue(System.nanoTime() < deadline, "the file is never looked at");
    }
    stop();
    List<String> log = server.err();
    assertTrue(log.stream().anyMatch(line -> line.contains("A [31m " + FORGED)), log::toString);
    assertFalse(log.stream().anyMatch(line -> line.startsWith(FORGED)), log::toString);
    assertFalse(String.join("\n", log).contains("\u001b"), log::toString);
  }
}
