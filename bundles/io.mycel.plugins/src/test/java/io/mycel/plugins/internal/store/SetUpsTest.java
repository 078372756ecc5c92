package io.mycel.plugins.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.plugin.PluginId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetUpsTest {
  private static final PluginId PLUGIN = new PluginId("public", "A");
  private static final PluginId ELSEWHERE = new PluginId("other", "A");

  @TempDir Path folder;
  private SetUps setUps;

  @BeforeEach
  void open() {
    setUps = new SetUps(folder.resolve("set-up"));
  }

  @Test
  void onlyTheLastContentOfAPluginCounts() {
    assertFalse(setUps.has(PLUGIN, "one"));
    setUps.add(PLUGIN, "one");
    assertTrue(setUps.has(PLUGIN, "one"));
    assertFalse(setUps.has(ELSEWHERE, "one"));
    setUps.add(PLUGIN, "two");
    assertTrue(setUps.has(PLUGIN, "two"));
    assertFalse(setUps.has(PLUGIN, "one"));
  }

  @Test
  void itOutlivesARestart() {
    setUps.add(PLUGIN, "one");
    assertTrue(new SetUps(folder.resolve("set-up")).has(PLUGIN, "one"));
  }

  @Test
  void aPluginIsForgottenWithItsContent() throws IOException {
    setUps.add(PLUGIN, "one");
    setUps.add(ELSEWHERE, "two");
    setUps.keepOnly(() -> Set.of("two"));
    assertFalse(setUps.has(PLUGIN, "one"));
    assertTrue(setUps.has(ELSEWHERE, "two"));
    setUps.remove(ELSEWHERE);
    assertFalse(setUps.has(ELSEWHERE, "two"));
    try (Stream<Path> left = Files.list(folder.resolve("set-up"))) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void aFolderThatCannotBeWrittenCostsNoMoreThanASetUp() throws IOException {
    Files.writeString(folder.resolve("set-up"), "a file is in its place");
    setUps.add(PLUGIN, "one");
    assertFalse(setUps.has(PLUGIN, "one"));
  }
}
