package io.mycel.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
    publish(version, BLUR);
  }

  private void publish(String version, String plugin) throws Exception {
    Files.writeString(folder.resolve("Blur.imjoy.html"), plugin.formatted(version));
    assertEquals(0, run(Stream.of("manifest", folder.toString())).code());
  }

  private void startWithGitHub(String... more) throws Exception {
    startAtGitHub(
        Stream.concat(Stream.of("--repository=lab/plugins"), Stream.of(more))
            .toArray(String[]::new));
  }

  private void startAtGitHub(String... more) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of(
                "--config=io.mycel.plugins:githubWeb=" + github.url(),
                "--config=io.mycel.plugins:githubApi=" + github.url(),
                "--config=io.mycel.plugins:githubRaw=" + github.url()));
    words.addAll(List.of(more));
    start(words.toArray(String[]::new));
  }

  private void publishTagged(String version) throws Exception {
    publish(version, BLUR.replace("{\"name\"", "{\"tags\": [\"stable\", \"dev\"], \"name\""));
    github.commit();
  }

  private void assertInstalls(String source, String said, String owner) throws Exception {
    List<String> out = good("install", source, "--yes").out();
    assertTrue(out.get(0).startsWith("Blur " + said + ": waiting: "), out::toString);
    assertEquals(owner, listed("Blur").get("owner"));
    assertEquals(source, listed("Blur").get("source"));
  }

  @Test
  void filesAndGistsAreInstalledByTheUrlsThatBrowsersShow() throws Exception {
    startWithGitHub();
    publishTagged("0.1.0");
    String blob = "https://github.com/lab/plugins/blob/main/Blur.imjoy.html";
    assertInstalls(blob + "#dev", "0.1.0@dev", "lab/plugins");
    publishTagged("0.2.0");
    assertEquals(List.of("'Blur' 0.1.0 -> 0.2.0"), good("update", "Blur").out());
    assertEquals("dev", listed("Blur").get("tag"), "an update keeps the tag");
    good("remove", "Blur");
    String raw = "https://raw.githubusercontent.com/lab/plugins/main/Blur.imjoy.html";
    assertInstalls(raw, "0.2.0@stable", "lab/plugins");
    good("remove", "Blur");

    String id = HexFormat.of().formatHex("Blur.imjoy.html".getBytes(StandardCharsets.UTF_8));
    assertInstalls(
        "https://gist.github.com/someone/" + id, "0.2.0@stable", "gist.github.com/someone");
    publishTagged("0.3.0");
    assertEquals(List.of("'Blur' 0.2.0 -> 0.3.0"), good("update", "Blur").out());

    Said absent =
        plugin("install", "https://github.com/lab/plugins/blob/main/No.imjoy.html", "--yes");
    assertEquals(1, absent.code(), absent::toString);
    assertTrue(absent.err().get(0).contains("404"), absent::toString);
  }

  @Test
  void serverOfAPrivateNetworkIsARepositoryIfItIsConfiguredAndNoOtherOneIs() throws Exception {
    String server = github.url() + "/lab/plugins/HEAD/";
    start("--repository=" + server);
    assertTrue(good("install", "Blur", "--yes").out().get(0).startsWith("Blur 0.1.0: "));
    try (FakeGitHub other = new FakeGitHub("lab/plugins", folder)) {
      Said refused = plugin("install", other.url() + "/lab/plugins/HEAD/Blur.imjoy.html", "--yes");
      assertEquals(1, refused.code(), refused::toString);
      assertTrue(refused.err().get(0).contains("only https is allowed"), refused::toString);
    }
  }

  private void kill(String killed) throws Exception {
    Path manifest = folder.resolve("manifest.imjoy.json");
    String text = Files.readString(manifest);
    Files.writeString(
        manifest,
        text.replaceFirst(
            "(?s)\\{(\\s*\"killed\": \\[[^]]*],)?", "{\"killed\": [" + killed + "],"));
    github.commit();
  }

  private void await(String name, String state) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    while (!state.equals(listed(name).get("state"))) {
      assertTrue(System.nanoTime() < deadline, () -> name + " is still not " + state);
    }
  }

  @Test
  void whatMustNotRunIsLearntFromRepositoriesThatAreAskedFromTimeToTime() throws Exception {
    String often = "--config=io.mycel.plugins:refreshSeconds=1";
    startWithGitHub(often);
    Path jar = JavaPluginJar.write(directory.resolve("greeter.jar"), "1.0.0", "Hello");
    good("install", jar.toString(), "--yes");
    String hash =
        HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
    kill("{\"sha256\": \"" + hash + "\", \"reason\": \"it sells data\"}");
    await("Greeter", "failed");
    String cause = listed("Greeter").get("cause").toString();
    assertEquals(
        "it must not run, says lab/plugins: it sells data; remove it, or update it", cause);
    kill("");
    await("Greeter", "active");
    kill("{\"sha256\": \"" + hash + "\"}");
    await("Greeter", "failed");
    stop();

    github.close();
    startWithGitHub(often);
    await("Greeter", "failed");
    for (int i = 0; i < 3; i++) {
      Map<String, Object> down = good("repository", "refresh", "--json").json().get(0);
      assertTrue(down.get("problem").toString().contains("lab/plugins"), down::toString);
    }
    stop();
    List<String> said =
        server.err().stream().filter(line -> line.contains("lab/plugins: ")).toList();
    assertEquals(1, said.size(), "without a network it says so, once: " + said);
  }

  @Test
  void whatARepositoryThatNobodyHasConfiguredSaysOfItsPluginsIsHeard() throws Exception {
    String often = "--config=io.mycel.plugins:refreshSeconds=1";
    String none = "--repository=" + Files.createDirectory(directory.resolve("empty"));
    startAtGitHub(none, often);
    Said installed = good("install", "lab/plugins:Blur", "--yes");
    assertTrue(installed.out().get(0).startsWith("Blur 0.1.0: waiting: "), installed::toString);
    kill("{\"name\": \"Blur\", \"reason\": \"it sells data\"}");
    await("Blur", "failed");
    assertEquals(
        "it must not run, says lab/plugins: it sells data; remove it, or update it",
        listed("Blur").get("cause"));
    Said refused = plugin("install", "lab/plugins:Blur", "--yes");
    assertEquals(1, refused.code(), refused::toString);
    assertTrue(refused.err().get(0).contains("must not run, says lab/plugins"), refused::toString);
    stop();
    github.close();
    startAtGitHub(none, often);
    await("Blur", "failed");
    good("remove", "Blur");
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

  private void sign(String keyFile) throws Exception {
    Path key = directory.resolve(keyFile);
    if (Files.notExists(key)) {
      assertEquals(0, run(Stream.of("key", key.toString())).code());
    }
    Said signed = run(Stream.of("manifest", folder.toString(), "--sign", key.toString()));
    assertEquals(0, signed.code(), signed::toString);
  }

  @Test
  void keyOfAPublisherIsRememberedUntilItIsForgotten() throws Exception {
    sign("first.key");
    start("--repository=" + folder);
    Map<String, Object> read = good("repository", "refresh", "--json").json().get(0);
    assertTrue(read.get("trust").toString().startsWith("signed with the key "), read::toString);
    assertEquals("", read.get("problem"));
    sign("second.key");
    Map<String, Object> changed = good("repository", "refresh", "--json").json().get(0);
    assertEquals(read.get("trust"), changed.get("trust"));
    assertTrue(changed.get("problem").toString().contains("key has changed"), changed::toString);
    assertTrue(changed.get("problem").toString().contains("forget-key"), changed::toString);
    Map<String, Object> forgotten =
        good("repository", "forget-key", folder.toString(), "--json").json().get(0);
    assertEquals("", forgotten.get("problem"));
    assertNotEquals(read.get("trust"), forgotten.get("trust"));
    Said unknown = plugin("repository", "forget-key", "no/where");
    assertEquals(1, unknown.code());
    assertTrue(unknown.err().get(0).contains("no key of no/where is known"), unknown::toString);
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

  @Test
  void librariesOfAMirrorReachAServerWithoutANetwork() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("Asks.imjoy.html"),
            """
            <config lang="json">
            {"name": "Asks", "type": "web-worker", "version": "0.1.0", "api_version": "0.1.8",
             "requirements": ["https://cdn.jsdelivr.net/npm/answer@1.0.0/index.js"]}
            </config>
            <script lang="javascript">api.export({run: () => theAnswer});</script>
            """);
    Path mirror = directory.resolve("mirror");
    String registry = "--config=io.mycel.plugins.libraries:registry=";
    String alone = "--config=io.mycel.plugins.libraries:askNetworks=false";
    String nowhere;
    try (FakeNpm npm = new FakeNpm("globalThis.theAnswer = 42")) {
      nowhere = registry + npm.url();
      start("--repository=" + folder, nowhere, alone);
      assertEquals(List.of("Asks 0.1.0: active"), good("install", file.toString(), "--yes").out());
      assertEquals(List.of("42"), good("run", "Asks").out());
      good("mirror", mirror.toString());
      stop();
    }
    Files.delete(file);

    data = directory.resolve("data2");
    Path libraries = mirror.resolve("libraries");
    Path away = Files.move(libraries, directory.resolve("away"));
    start("--repository=" + mirror, nowhere, alone);
    Said without = plugin("install", "Asks", "--yes");
    assertEquals(1, without.code(), without::toString);
    assertTrue(
        listed("Asks").get("cause").toString().contains("cannot be loaded"), without::toString);
    Files.move(away, libraries);
    good("repository", "refresh");
    good("start", "Asks");
    assertEquals(List.of("42"), good("run", "Asks").out());
  }
}
