package io.mycel.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands for repositories, and those that carry plugins elsewhere. */
class PluginTransferIT extends PluginCommands {
  private static final String BLUR =
      """
      <config lang="json">
      {"name": "Blur", "type": "quantum", "version": "%s", "description": "Smooths tif images."}
      </config>
      <script lang="javascript">api.export({});</script>
      """;

  private Path folder;
  private FakeGitHub github;

  @BeforeEach
  void repository() throws Exception {
    folder = Files.createDirectory(directory.resolve("repository"));
    publish("0.1.0");
    github = new FakeGitHub("lab/plugins", folder);
  }

  @AfterEach
  void closeGitHub() {
    github.close();
  }

  private void publish(String version) throws Exception {
    Files.writeString(folder.resolve("Blur.imjoy.html"), BLUR.formatted(version));
    assertEquals(0, run(Stream.of("manifest", folder.toString())).code());
  }

  private void startWithGitHub() throws Exception {
    start(
        "--repository=lab/plugins",
        "--config=io.mycel.plugins:allowLoopback=true",
        "--config=io.mycel.plugins:githubWeb=" + github.url(),
        "--config=io.mycel.plugins:githubApi=" + github.url(),
        "--config=io.mycel.plugins:githubRaw=" + github.url());
  }

  @Test
  void pluginsOfARepositoryAtGitHubAreFoundInstalledPinnedAndUpdated() throws Exception {
    startWithGitHub();
    Map<String, Object> found = good("search", "tif", "--json").json().get(0);
    assertEquals("Blur", found.get("name"));
    assertEquals("available", found.get("state"));
    assertEquals("lab/plugins", found.get("repository"));
    assertTrue(good("install", "Blur", "--yes").out().get(0).startsWith("Blur 0.1.0: waiting: "));
    assertEquals(List.of("'Blur' stays at 0.1.0: there is nothing newer"), updateAll("public"));

    publish("0.2.0");
    github.commit();
    assertEquals(
        1L,
        ((Number) good("repository", "refresh", "--json").json().get(0).get("plugins"))
            .longValue());
    assertTrue(good("list").out().get(1).endsWith("; update to 0.2.0"));
    good("pin", "Blur");
    assertEquals(true, listed("Blur").get("pinned"));
    assertEquals(List.of("'Blur' stays at 0.1.0: it is pinned"), updateAll("public"));
    good("unpin", "Blur");
    assertEquals(List.of(), updateAll("elsewhere"));
    assertEquals("0.1.0", listed("Blur").get("version"));
    assertEquals(List.of("'Blur' 0.1.0 -> 0.2.0"), updateAll("public"));
    assertEquals("0.2.0", listed("Blur").get("version"));

    github.close();
    assertEquals("0.2.0", good("search", "blur", "--json").json().get(0).get("version"));
    Map<String, Object> down = good("repository", "refresh", "--json").json().get(0);
    assertTrue(down.get("problem").toString().contains("lab/plugins"), down::toString);
  }

  private List<String> updateAll(String workspace) throws Exception {
    return good("update", "--all", "--workspace", workspace).out();
  }

  @Test
  void repositoriesAreAddedAndRemovedForGood() throws Exception {
    start("--repository=" + folder);
    Path other = Files.createDirectory(directory.resolve("other"));
    assertEquals(1, plugin("repository", "add", other.toString()).code());
    Files.copy(folder.resolve("Blur.imjoy.html"), other.resolve("Blur.imjoy.html"));
    assertEquals(0, run(Stream.of("manifest", other.toString())).code());
    good("repository", "add", other.toString());
    good("repository", "remove", folder.toString());
    stop();
    start("--repository=" + folder);
    List<Map<String, Object>> repositories = good("repository", "list", "--json").json();
    assertEquals(
        List.of(other.toString()),
        repositories.stream().map(repository -> repository.get("source")).toList());
    Said absent = plugin("repository", "remove", folder.toString());
    assertEquals(1, absent.code(), absent::toString);
    assertTrue(absent.err().get(0).contains("is no repository of this server"), absent::toString);
  }

  @Test
  void mirrorsAndLockFilesInstallTheSameElsewhereWithoutTheOrigin() throws Exception {
    start("--repository=" + folder);
    good("install", "Blur", "--yes");
    Path jar = JavaPluginJar.write(directory.resolve("greeter.jar"), "1.0.0", "Hello");
    good("install", jar.toString(), "--yes");
    Path mirror = directory.resolve("mirror");
    Said written = good("mirror", mirror.toString());
    assertTrue(written.out().get(0).startsWith("2 plugins and 0 libraries ("), written::toString);
    Path lock = directory.resolve("alone.lock.json");
    good("lock", lock.toString());
    stop();
    Files.delete(jar);
    Files.delete(folder.resolve("Blur.imjoy.html"));

    data = directory.resolve("data2");
    start("--repository=" + mirror);
    Said alone = plugin("lock", "--import", lock.toString());
    assertEquals(1, alone.code(), alone::toString);
    assertEquals(List.of(), good("list", "--json").json());
    good("lock", "--import", mirror.resolve("mycel.lock.json").toString());
    assertEquals("active", listed("Greeter").get("state"));
    assertEquals("waiting", listed("Blur").get("state"));
    good("remove", "Greeter");
    assertEquals(List.of("Greeter 1.0.0: active"), good("install", "Greeter", "--yes").out());
  }
}
