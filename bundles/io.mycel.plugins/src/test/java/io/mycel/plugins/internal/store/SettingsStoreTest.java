package io.mycel.plugins.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.plugin.PluginId;
import io.mycel.api.plugin.PluginSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsStoreTest {
  private static final PluginId ID = new PluginId("public", "A");

  @TempDir Path folder;
  private final ExecutorService writers = Executors.newFixedThreadPool(4);

  @AfterEach
  void stop() {
    writers.shutdownNow();
  }

  private SettingsStore store() {
    return new SettingsStore(folder, 1000, writers);
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private static Throwable failure(CompletionStage<?> stage) {
    return assertThrows(ExecutionException.class, () -> get(stage)).getCause();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void whatAPluginKeepsIsThereAfterARestartForItAlone() throws Exception {
    PluginSettings settings = store().of(ID);
    assertEquals(Optional.empty(), settings.get("key"));
    Map<String, Object> value = Map.of("list", List.of(1, "two", true));
    get(settings.set("key", value));
    assertEquals(value, settings.get("key").orElseThrow());
    SettingsStore later = store();
    assertEquals(value, later.of(ID).get("key").orElseThrow());
    assertEquals(Optional.empty(), later.of(new PluginId("public", "B")).get("key"));
    assertEquals(Optional.empty(), later.of(new PluginId("other", "A")).get("key"));
    get(later.of(ID).set("key", null));
    assertEquals(Optional.empty(), store().of(ID).get("key"));
  }

  @Test
  void aValueIsWhatItWasWhenItWasSet() throws Exception {
    PluginSettings settings = store().of(ID);
    List<Object> mine = new ArrayList<>(List.of(1));
    get(settings.set("key", mine));
    mine.add(2);
    assertEquals(List.of(1), settings.get("key").orElseThrow());
  }

  @Test
  void whatIsTooMuchOrNoJsonIsRefusedAndNothingIsLost() throws Exception {
    PluginSettings settings = store().of(ID);
    get(settings.set("key", "kept"));
    String long1000 = "x".repeat(1000);
    Throwable tooMuch = failure(settings.set("more", long1000));
    assertInstanceOf(IllegalArgumentException.class, tooMuch);
    assertTrue(tooMuch.getMessage().contains("raise maxSettingsBytes"), tooMuch.getMessage());
    Throwable noJson = failure(settings.set("more", new Object()));
    assertTrue(noJson.getMessage().contains("'more' is no value of JSON"), noJson.getMessage());
    for (PluginSettings each : List.of(settings, store().of(ID))) {
      assertEquals("kept", each.get("key").orElseThrow());
      assertEquals(Optional.empty(), each.get("more"));
    }
  }

  @Test
  void ofManyWhoWriteAtTheSameTimeNoneIsLost() throws Exception {
    PluginSettings settings = store().of(ID);
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      all.add(settings.set("k" + i, i).toCompletableFuture());
    }
    get(CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)));
    PluginSettings later = store().of(ID);
    for (int i = 0; i < 50; i++) {
      assertEquals(i, later.get("k" + i).orElseThrow());
    }
  }

  @Test
  void removedSettingsAreGoneAlsoForWhoeverStillHoldsThem() throws Exception {
    SettingsStore store = store();
    PluginSettings settings = store.of(ID);
    get(settings.set("key", 1));
    store.remove(ID);
    assertEquals(List.of(), files());
    assertTrue(failure(settings.set("key", 2)).getMessage().contains("was removed"));
    assertEquals(List.of(), files());
    assertEquals(Optional.empty(), store.of(ID).get("key"), "a plugin of that name begins anew");
  }

  @Test
  void aDamagedFileIsNoReasonNotToStart() throws Exception {
    get(store().of(ID).set("key", 1));
    Files.writeString(files().get(0), "{\"values\": [");
    PluginSettings settings = store().of(ID);
    assertEquals(Optional.empty(), settings.get("key"));
    get(settings.set("key", 2));
    assertEquals(2, store().of(ID).get("key").orElseThrow());
  }

  @Test
  void theNameOfAPluginLeadsNowhereElse() throws Exception {
    get(store().of(new PluginId("../..", "../../evil")).set("key", 1));
    assertEquals(1, files().size());
    try (Stream<Path> beside = Files.list(folder.getParent())) {
      assertTrue(beside.noneMatch(path -> path.getFileName().toString().contains("evil")));
    }
  }
}
