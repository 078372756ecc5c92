package io.mycel.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that watches a folder: what lies in it is what is installed. */
class PluginFolderIT extends PluginCommands {
  private static final String BLUR =
      """
      <config lang="json">
      {"name": "%s", "type": "quantum", "version": "%s", "description": "Waits."}
      </config>
      <script lang="javascript">api.export({});</script>
      """;

  private Path folder;

  @BeforeEach
  void pluginsDirectory() {
    folder = directory.resolve("my plugins");
  }

  private void startWatching() throws Exception {
    start("--plugins-dir", folder.toString());
  }

  private Path drop(String file, String name, String version) throws Exception {
    return Files.writeString(folder.resolve(file), BLUR.formatted(name, version));
  }

  private Map<String, Object> await(String name, Predicate<Map<String, Object>> wanted)
      throws Exception {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    Map<String, Object> now = listed(name);
    while (!wanted.test(now)) {
      String last = name + " is " + now;
      assertTrue(System.nanoTime() < deadline, last);
      now = listed(name);
    }
    return now;
  }

  @Test
  void filesAreInstalledUpdatedWhenSavedAndRemovedWhenDeleted() throws Exception {
    startWatching();
    Path file = drop("Blur.imjoy.html", "Blur", "0.1.0");
    Map<String, Object> blur = await("Blur", plugin -> "waiting".equals(plugin.get("state")));
    assertEquals(file.toString(), blur.get("source"));
    drop("Blur.imjoy.html", "Blur", "0.2.0");
    await("Blur", plugin -> "0.2.0".equals(plugin.get("version")));
    // as editors save: another file takes its place
    Path part = Files.writeString(directory.resolve("part"), BLUR.formatted("Blur", "0.3.0"));
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    await("Blur", plugin -> "0.3.0".equals(plugin.get("version")));

    Path jar = JavaPluginJar.write(directory.resolve("greeter.jar"), "1.0.0", "Hello");
    Files.move(jar, folder.resolve("greeter.jar"));
    await("Greeter", plugin -> "active".equals(plugin.get("state")));

    drop("Blur.imjoy.html", "Sharpen", "0.4.0");
    await("Sharpen", plugin -> "waiting".equals(plugin.get("state")));
    await("Blur", Map::isEmpty);
    Files.delete(file);
    await("Sharpen", Map::isEmpty);
    assertEquals("active", listed("Greeter").get("state"));
  }

  @Test
  void whatIsWrongWithAFileIsListedUnderItsNameUntilItIsMended() throws Exception {
    startWatching();
    Path first = drop("First.imjoy.html", "Blur", "0.1.0");
    await("Blur", plugin -> "waiting".equals(plugin.get("state")));
    drop("Second.imjoy.html", "Blur", "0.2.0");
    Map<String, Object> second = await("Second.imjoy.html", plugin -> !plugin.isEmpty());
    assertEquals("failed", second.get("state"));
    assertTrue(
        second.get("cause").toString().contains("is already that of " + first), second::toString);
    assertEquals("0.1.0", listed("Blur").get("version"));
    drop("Third.imjoy.html", "Blur", "0.3.0");
    await("Third.imjoy.html", plugin -> !plugin.isEmpty());
    drop("Third.imjoy.html", "Sharpen", "0.3.0");
    await("Sharpen", plugin -> !plugin.isEmpty());
    await("Third.imjoy.html", Map::isEmpty);
    Files.delete(first);
    await("Blur", plugin -> "0.2.0".equals(plugin.get("version")));
    await("Second.imjoy.html", Map::isEmpty);

    Path jar = JavaPluginJar.write(directory.resolve("greeter.jar"), "1.0.0", "Hello");
    Path there = Files.move(jar, folder.resolve("greeter.jar"));
    await("Greeter", plugin -> "active".equals(plugin.get("state")));
    Files.writeString(there, "nonsense");
    Map<String, Object> broken = await("Greeter", plugin -> !"".equals(plugin.get("cause")));
    assertTrue(broken.get("cause").toString().contains("this is no bundle"), broken::toString);
    assertEquals("active", broken.get("state"), "what was installed goes on");
  }

  @Test
  void brokenSaveOfAPluginThatWaitsStandsWithItUntilItIsMended() throws Exception {
    startWatching();
    Path file = drop("Blur.imjoy.html", "Blur", "0.1.0");
    await("Blur", plugin -> "waiting".equals(plugin.get("state")));
    Files.writeString(file, "nonsense");
    Map<String, Object> broken =
        await("Blur", plugin -> plugin.get("cause").toString().contains("what was saved since"));
    assertEquals("waiting", broken.get("state"));
    assertEquals("0.1.0", broken.get("version"));
    assertTrue(broken.get("cause").toString().contains("quantum"), broken::toString);
    drop("Blur.imjoy.html", "Blur", "0.2.0");
    await(
        "Blur",
        plugin ->
            "0.2.0".equals(plugin.get("version"))
                && !plugin.get("cause").toString().contains("what was saved since"));
  }

  @Test
  void lockFileTakesNoPlaceOfAFileOfTheFolderUntilThatIsMovedOut() throws Exception {
    startWatching();
    Path file = drop("Blur.imjoy.html", "Blur", "0.1.0");
    await("Blur", plugin -> "waiting".equals(plugin.get("state")));
    Path mirror = directory.resolve("mirror");
    good("mirror", mirror.toString());
    String lock = mirror.resolve("mycel.lock.json").toString();
    good("lock", "--import", lock);
    drop("Blur.imjoy.html", "Blur", "0.2.0");
    await("Blur", plugin -> "0.2.0".equals(plugin.get("version")));

    Said refused = plugin("lock", "--import", lock);
    assertEquals(1, refused.code(), refused::toString);
    assertTrue(
        refused.err().get(0).contains("'Blur' 0.2.0 is the file " + file), refused::toString);
    assertTrue(refused.err().get(0).contains("move that file out"), refused::toString);
    assertEquals("0.2.0", listed("Blur").get("version"));

    Files.move(file, directory.resolve("Blur.imjoy.html"));
    await("Blur", Map::isEmpty);
    good("lock", "--import", lock);
    assertEquals("0.1.0", listed("Blur").get("version"));
    drop("Stays.imjoy.html", "Stays", "0.1.0");
    stop();
    startWatching();
    await("Stays", plugin -> "waiting".equals(plugin.get("state")));
    assertEquals("0.1.0", listed("Blur").get("version"), "it is not one of the folder any more");
  }

  @Test
  void whatHappensToTheFolderWhileNobodyWatchesCountsAtTheNextStart() throws Exception {
    startWatching();
    Path gone = drop("Gone.imjoy.html", "Gone", "0.1.0");
    drop("Stays.imjoy.html", "Stays", "0.1.0");
    await("Gone", plugin -> !plugin.isEmpty());
    await("Stays", plugin -> !plugin.isEmpty());
    stop();
    Files.delete(gone);
    drop("Stays.imjoy.html", "Stays", "0.2.0");
    drop("New.imjoy.html", "New", "0.1.0");
    startWatching();
    await("New", plugin -> !plugin.isEmpty());
    await("Stays", plugin -> "0.2.0".equals(plugin.get("version")));
    await("Gone", Map::isEmpty);
  }
}
