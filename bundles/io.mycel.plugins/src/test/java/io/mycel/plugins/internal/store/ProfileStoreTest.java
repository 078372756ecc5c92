package io.mycel.plugins.internal.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileStoreTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path folder;

  /** A disk that fails, or a machine that stops, at some step. */
  private static final class Failing extends Disk {
    private final boolean crash;
    private final int step;
    private int steps;

    Failing(int step, boolean crash) {
      this.step = step;
      this.crash = crash;
    }

    private void step(Path file, byte[] half) throws IOException {
      steps++;
      if (steps == step) {
        if (half != null) {
          super.put(file, half);
        }
        if (crash) {
          throw new Error("the machine stops");
        }
        throw new IOException("No space left on device");
      }
    }

    @Override
    protected void put(Path part, byte[] content) throws IOException {
      step(part, java.util.Arrays.copyOf(content, content.length / 2));
      super.put(part, content);
    }

    @Override
    protected void move(Path part, Path file) throws IOException {
      step(part, null);
      super.move(part, file);
    }
  }

  private ProfileStore store(Disk disk) {
    return new ProfileStore(folder, disk, InstantSource.fixed(NOW), 3);
  }

  private ProfileStore store() {
    return store(new Disk());
  }

  private static InstalledPlugin plugin(String name, String hash) {
    return new InstalledPlugin(
        "local",
        name,
        null,
        "public",
        name + ".imjoy.html",
        null,
        null,
        ContentKind.FILE,
        "0.1.0",
        hash,
        null,
        false,
        false);
  }

  @Test
  void whatIsInstalledOutlivesTheStore() throws Exception {
    assertEquals(List.of(), store().current().plugins());
    assertEquals(0, store().current().revision());
    InstalledPlugin plugin =
        new InstalledPlugin(
            "o/r",
            "A \"b\"",
            "GPU",
            "ws",
            "o/r:A@GPU",
            "https://x/A",
            "0123456789012345678901234567890123456789",
            ContentKind.BUNDLE,
            "0.1-beta",
            "aa",
            "0011223344556677",
            true,
            true);
    Profile written = store().commit("install A", List.of(plugin));
    assertEquals(written, store().current());
    assertEquals(new Profile(1, 1, NOW, "install A", List.of(plugin)), written);
  }

  @Test
  void historyIsKeptAndBounded() throws Exception {
    for (int i = 1; i <= 5; i++) {
      store().commit("change " + i, List.of(plugin("p" + i, "h" + i)));
    }
    assertEquals(List.of(3L, 4L, 5L), store().history().stream().map(Profile::revision).toList());
    assertEquals(Set.of("h3", "h4", "h5"), store().hashes());
  }

  @Test
  void aDamagedRevisionIsPassedOver() throws Exception {
    store().commit("good", List.of(plugin("a", "h")));
    Profile second = store().commit("bad", List.of());
    Files.writeString(folder.resolve(second.revision() + ".json"), "{\"format\":1,");
    assertEquals("good", store().current().change());
    assertEquals(3, store().commit("next", List.of()).revision());
    Files.writeString(folder.resolve("4.json"), "{\"format\":2}");
    assertEquals("next", store().current().change());
    Files.writeString(folder.resolve("5.json"), "null");
    assertEquals("next", store().current().change());
  }

  @Test
  void anyStepMayFailOrBeTheLast() throws Exception {
    store().commit("before", List.of(plugin("a", "h")));
    for (int step = 1; step <= 2; step++) {
      for (boolean crash : new boolean[] {false, true}) {
        ProfileStore failing = store(new Failing(step, crash));
        assertThrows(Throwable.class, () -> failing.commit("after", List.of()));
        assertEquals("before", store().current().change(), "step " + step);
        try (Stream<Path> files = Files.list(folder)) {
          long left = files.filter(file -> file.toString().endsWith(Disk.UNFINISHED)).count();
          assertEquals(crash ? 1 : 0, left, "a full disk leaves nothing behind");
        }
      }
    }
    assertEquals(2, store().commit("after", List.of()).revision());
  }

  @Test
  void contentIsFoundByItsHashOnly() throws Exception {
    ContentStore contents = new ContentStore(folder);
    byte[] bytes = "plugin".getBytes(StandardCharsets.UTF_8);
    String hash = contents.put(bytes);
    assertEquals(hash, contents.put(bytes));
    assertArrayEquals(bytes, contents.get(hash));

    Files.writeString(folder.resolve(hash), "another");
    String message = assertThrows(IOException.class, () -> contents.get(hash)).getMessage();
    assertTrue(message.endsWith("was changed; remove it, and install the plugin again"), message);
    contents.put(bytes);
    assertArrayEquals(bytes, contents.get(hash), "what was changed is mended");
  }

  @Test
  void contentIsThereWholeOrNotAtAll() throws Exception {
    byte[] bytes = new byte[1000];
    for (int step = 1; step <= 2; step++) {
      ContentStore failing = new ContentStore(folder, new Failing(step, true));
      assertThrows(Error.class, () -> failing.put(bytes));
    }
    ContentStore contents = new ContentStore(folder);
    String hash = ContentStore.sha256(bytes);
    assertFalse(Files.exists(folder.resolve(hash)));
    assertEquals(hash, contents.put(bytes));
    String other = contents.put(new byte[1]);
    contents.keepOnly(Set.of(hash));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(folder.resolve(hash)), files.toList());
    }
    assertThrows(IOException.class, () -> contents.get(other));
  }
}
