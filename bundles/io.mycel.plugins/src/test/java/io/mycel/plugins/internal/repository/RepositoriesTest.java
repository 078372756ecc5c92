package io.mycel.plugins.internal.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.plugins.internal.source.PluginSourceException;
import io.mycel.plugins.internal.source.PluginSources;
import io.mycel.plugins.internal.source.Resolved;
import io.mycel.plugins.internal.source.Scope;
import io.mycel.plugins.internal.store.ContentKind;
import io.mycel.plugins.internal.store.InstalledPlugin;
import io.mycel.plugins.internal.testing.Bench;
import io.mycel.plugins.internal.trust.KillList;
import io.mycel.plugins.internal.trust.SigningKey;
import io.mycel.plugins.internal.trust.Trust;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class RepositoriesTest {
  private static final String MANIFEST = "/plugins/manifest.imjoy.json";
  private static final String A = "{\"plugins\": [{\"name\": \"A\", \"version\": \"1\"}]}";
  private static final String B = "{\"plugins\": [{\"name\": \"B\", \"version\": \"1\"}]}";

  @TempDir Path folder;
  private Bench bench;
  private String url;

  @BeforeEach
  void start() throws Exception {
    bench = new Bench(folder);
    url = bench.web.url() + "/plugins";
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private static List<String> names(Repositories repositories) {
    return repositories.search("").stream().map(RepositoryEntry::name).toList();
  }

  private void sign(SigningKey key, String plugins, String more) {
    String manifest =
        "{\"public_key\": \"%s\", %s \"plugins\": [%s]}"
            .formatted(key.publisher().text(), more, plugins);
    bench.web.put(MANIFEST, manifest);
    bench.web.put(MANIFEST + ".sig", key.sign(manifest.getBytes(StandardCharsets.UTF_8)));
  }

  private String problem(Repositories repositories) throws Exception {
    List<RepositoryException> problems = repositories.refresh();
    assertEquals(1, problems.size());
    return problems.get(0).getMessage();
  }

  @Test
  void whatHasNotChangedIsNotSentAgain() throws Exception {
    bench.web.put(MANIFEST, A);
    bench.web.put("/plugins/index.xml", "<repository/>");
    assertEquals(List.of(), bench.repositories(url).refresh());
    bench.web.asked();
    Repositories later = bench.repositories(url);
    assertEquals(List.of("A"), names(later));
    assertEquals(List.of(), bench.web.asked());
    later.refresh();
    assertTrue(bench.web.asked().containsAll(List.of("304 " + MANIFEST, "304 /plugins/index.xml")));
    bench.web.put(MANIFEST, B);
    later.refresh();
    assertEquals(List.of("B"), names(later));
  }

  @Test
  void atGitHubOnlyTheCommitIsAskedFor() throws Exception {
    bench.commit("o/r", "manifest.imjoy.json", A);
    Repositories repositories = bench.repositories("o/r");
    repositories.refresh();
    assertEquals(Bench.COMMIT, repositories.known().get(0).commit());
    bench.web.asked();
    repositories.refresh();
    assertEquals(List.of("/api/repos/o/r/commits/HEAD"), bench.web.asked());
    bench.web.fail("/api/repos/o/r/commits/HEAD", 403);
    bench.web.put(
        "/web/o/r.git/info/refs",
        "001e# service=git-upload-pack\n00000045"
            + "f".repeat(40)
            + " HEAD\0multi_ack symref=x\n0000");
    bench.web.put("/raw/o/r/" + "f".repeat(40) + "/manifest.imjoy.json", B);
    repositories.refresh();
    assertEquals("f".repeat(40), repositories.known().get(0).commit());
    assertEquals(List.of("B"), names(repositories));
  }

  @Test
  void aRepositoryThatIsDownIsReadFromItsCopy() throws Exception {
    bench.web.put(MANIFEST, A);
    bench.web.put("/plugins/A.imjoy.html", Bench.plugin("A", "1"));
    Repositories first = bench.repositories(url);
    first.refresh();
    bench.web.down(true);
    assertTrue(problem(first).contains("503"));
    assertEquals(List.of("A"), names(first));
    assertTrue(first.known().get(0).problem().contains("503"));

    bench.now = bench.now.plus(Duration.ofDays(1));
    Repositories afterRestart = bench.repositories(url);
    assertEquals(List.of("A"), names(afterRestart));
    Repository copy = afterRestart.get(RepositoryAddress.parse(url));
    assertTrue(copy.problem().contains("503"));
    assertEquals(bench.now.minus(Duration.ofDays(1)), copy.fetched());
    bench.web.down(false);
    Repositories none = bench.repositories(bench.web.url() + "/nothing");
    assertTrue(problem(none).contains("neither a manifest.imjoy.json nor an index.xml"));
  }

  @Test
  void whatWasInstalledOnceInstallsAgainWithoutANetwork() throws Exception {
    String plugin = Bench.plugin("A", "1");
    bench.web.put(
        MANIFEST,
        "{\"plugins\": [{\"name\": \"A\", \"sha256\": \"" + Bench.sha256(plugin) + "\"}]}");
    bench.web.put("/plugins/A.imjoy.html", plugin);
    Resolved found = bench.sources(url).resolve("A", Scope.USER);
    bench.contents.put(found.content());
    bench.web.down(true);
    bench.now = bench.now.plus(Duration.ofDays(1));
    Resolved again = bench.sources(url).resolve("A", Scope.USER);
    assertEquals(found.sha256(), again.sha256());
    assertTrue(again.warnings().get(0).contains("could not be asked, its copy of 2026-01-01"));
  }

  @Test
  void aBadRepositoryDoesNotHinderTheOthers() throws Exception {
    bench.web.silent("/silent/manifest.imjoy.json");
    bench.web.endless("/endless/manifest.imjoy.json");
    bench.web.cut("/cut/manifest.imjoy.json", A.getBytes(StandardCharsets.UTF_8));
    bench.web.redirect("/metadata/manifest.imjoy.json", "https://169.254.169.254/latest");
    bench.web.redirect("/file/manifest.imjoy.json", "file:///etc/passwd");
    bench.web.put("/broken/manifest.imjoy.json", "{\"plugins\": [");
    bench.web.put(MANIFEST, A);
    String base = bench.web.url();
    Repositories repositories =
        bench.repositories(
            base + "/silent",
            base + "/endless",
            base + "/cut",
            base + "/metadata",
            base + "/file",
            base + "/broken",
            url);
    List<String> problems =
        repositories.refresh().stream().map(RepositoryException::getMessage).toList();
    assertEquals(6, problems.size());
    assertTrue(problems.get(0).contains("silent"), problems.get(0));
    assertTrue(problems.get(1).contains("longer than 1000000 bytes"), problems.get(1));
    assertTrue(problems.get(3).contains("such addresses are refused"), problems.get(3));
    assertTrue(problems.get(4).contains("this is no URL of a server"), problems.get(4));
    assertTrue(problems.get(5).contains("it is no JSON"), problems.get(5));
    assertEquals(List.of("A"), names(repositories));
  }

  @Test
  void filesOfARepositoryAreBoundedWhereverTheyAre() throws Exception {
    String large = A + " ".repeat(1_000_000);
    Path local = Files.createDirectory(folder.resolve("local"));
    Files.writeString(local.resolve("manifest.imjoy.json"), large);
    assertTrue(problem(bench.repositories(local.toString())).contains("longer than 1000000 bytes"));
    bench.web.put(MANIFEST, large);
    assertTrue(problem(bench.repositories(url)).contains("longer than 1000000 bytes"));
    bench.web.put(MANIFEST, A);
    bench.web.put(MANIFEST + ".sig", "x".repeat(1025));
    assertTrue(problem(bench.repositories(url)).contains("longer than 1024 bytes"));
    bench.web.remove(MANIFEST + ".sig");
    bench.web.put("/plugins/index.xml", "<repository/>" + " ".repeat(1_000_000));
    assertTrue(problem(bench.repositories(url)).contains("longer than 1000000 bytes"));
  }

  @Test
  void aManifestThatIsBrokenDoesNotReplaceTheOneThatIsThere() throws Exception {
    bench.web.put(MANIFEST, A);
    Repositories repositories = bench.repositories(url);
    repositories.refresh();
    bench.web.put(MANIFEST, "nonsense");
    assertTrue(problem(repositories).contains("it is no JSON"));
    assertEquals(List.of("A"), names(repositories));
    assertEquals(List.of("A"), names(bench.repositories(url)));
  }

  @Test
  void aFolderIsARepositoryOfWhatIsInIt() throws Exception {
    Path local = Files.createDirectory(folder.resolve("local"));
    Files.writeString(folder.resolve("Secret.imjoy.html"), Bench.plugin("Secret", "1"));
    Files.writeString(local.resolve("A b.imjoy.html"), Bench.plugin("A b", "1"));
    Files.createSymbolicLink(local.resolve("L.imjoy.html"), folder.resolve("Secret.imjoy.html"));
    Files.writeString(
        local.resolve("manifest.imjoy.json"),
        """
        {"plugins": [{"name": "A b"}, {"name": "Secret", "uri": "../Secret.imjoy.html"},
          {"name": "Link", "uri": "L.imjoy.html"}]}
        """);
    String address = local.toString();
    Resolved found = bench.sources(address).resolve("A b", Scope.USER);
    assertEquals("local", found.owner());
    assertEquals(new Trust.Local(), found.trust());
    assertEquals(List.of(local), bench.folders);
    for (String name : List.of("Secret", "Link")) {
      String message =
          assertThrows(
                  PluginSourceException.class,
                  () -> bench.sources(address).resolve(name, Scope.USER))
              .getMessage();
      assertTrue(message.contains("names a file that is not in it"), message);
    }
    bench.web.put(
        MANIFEST,
        "{\"plugins\": [{\"name\": \"A b\", \"uri\": \"" + local.toUri() + "A%20b.imjoy.html\"}]}");
    String message =
        assertThrows(
                PluginSourceException.class, () -> bench.sources(url).resolve("A b", Scope.USER))
            .getMessage();
    assertTrue(message.contains("names a file of this machine"), message);
  }

  @Test
  void aSignedManifestIsTrustedUntilItsKeyChanges() throws Exception {
    String plugin = Bench.plugin("A", "1");
    String entry = "{\"name\": \"A\", \"sha256\": \"" + Bench.sha256(plugin) + "\"}";
    bench.web.put("/plugins/A.imjoy.html", plugin);
    SigningKey key = SigningKey.create();
    sign(key, entry, "");
    Repositories repositories = bench.repositories(url);
    assertEquals(List.of(), repositories.refresh());
    assertEquals(
        new Trust.Signed(url + "/", key.publisher().fingerprint()),
        bench.sources(repositories).resolve("A", Scope.USER).trust());

    bench.web.put(
        MANIFEST,
        A.replace(
            "{\"plugins", "{\"public_key\": \"%s\", \"plugins".formatted(key.publisher().text())));
    assertTrue(problem(repositories).contains("is not what its publisher has signed"));
    bench.web.remove(MANIFEST + ".sig");
    assertTrue(problem(repositories).contains("there is no signature beside it"));
    bench.web.put(MANIFEST, A);
    assertTrue(problem(repositories).contains("it was signed and is not any more"));
    SigningKey other = SigningKey.create();
    sign(other, entry, "");
    assertTrue(problem(repositories).contains("key has changed"));
    assertEquals(key.publisher().fingerprint(), repositories.known().get(0).key());

    bench.keys.forget(url + "/");
    assertEquals(List.of(), repositories.refresh());
    assertEquals(other.publisher().fingerprint(), repositories.known().get(0).key());
  }

  @Test
  void aSignatureWithoutAKeyIsRefused() throws Exception {
    bench.web.put(MANIFEST, A);
    bench.web.put(MANIFEST + ".sig", SigningKey.create().sign(A.getBytes(StandardCharsets.UTF_8)));
    assertTrue(problem(bench.repositories(url)).contains("its manifest names no 'public_key'"));
  }

  @Test
  void anotherCommitOfASignedRepositoryIsOfTheSamePublisher() throws Exception {
    SigningKey key = SigningKey.create();
    String signed = "{\"public_key\": \"%s\", \"plugins\": []}".formatted(key.publisher().text());
    bench.commit("o/r", "manifest.imjoy.json", signed);
    bench.commit(
        "o/r",
        "manifest.imjoy.json.sig",
        new String(key.sign(signed.getBytes(StandardCharsets.UTF_8)), StandardCharsets.US_ASCII));
    assertEquals(List.of(), bench.repositories("o/r").refresh());
    String other = "a".repeat(40);
    bench.web.put("/raw/o/r/" + other + "/manifest.imjoy.json", A);
    String problem = problem(bench.repositories("o/r@" + other));
    assertTrue(problem.contains("it was signed and is not any more"), problem);
  }

  @Test
  void aCopyWhoseFilesAreLostIsReadAnew() throws Exception {
    bench.web.put(MANIFEST, A);
    bench.repositories(url).refresh();
    try (var files = Files.list(folder.resolve("repositories/files"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Repositories later = bench.repositories(url);
    assertEquals(List.of(), names(later));
    assertEquals(List.of(), later.refresh());
    assertEquals(List.of("A"), names(later));
  }

  @Test
  void theSignatureCoversTheIndexWhoseHashTheManifestHas() throws Exception {
    SigningKey key = SigningKey.create();
    bench.web.put("/plugins/index.xml", "<repository/>");
    sign(key, "", "\"index_sha256\": \"" + Bench.sha256("<repository/>") + "\",");
    Repositories repositories = bench.repositories(url);
    assertEquals(List.of(), repositories.refresh());
    assertTrue(repositories.known().get(0).indexSigned());
    bench.web.put("/plugins/index.xml", "<repository></repository>");
    assertTrue(problem(repositories).contains("its index is not the one that its manifest lists"));
  }

  @Test
  void whatMustNotRunIsToldAndRefused() throws Exception {
    String plugin = Bench.plugin("A", "1");
    bench.web.put("/plugins/A.imjoy.html", plugin);
    bench.web.put(MANIFEST, A);
    Repositories repositories = bench.repositories(url);
    repositories.refresh();
    assertEquals(List.of(), bench.killed);
    for (String kill :
        List.of(
            "{\"sha256\": \""
                + Bench.sha256(plugin)
                + "\", \"reason\": \"steals \\u001b[31mdata\"}",
            "{\"name\": \"A\", \"versions\": [\"0\", \"1\"], \"reason\": \"steals data\"}")) {
      bench.web.put(MANIFEST, A.replace("{\"plugins", "{\"killed\": [" + kill + "], \"plugins"));
      bench.killed.clear();
      repositories.refresh();
      assertEquals(1, bench.killed.size());
      String owner = bench.web.url().substring("http://".length());
      assertTrue(
          bench.killed.get(0).about(owner, "A", "1", Bench.sha256(plugin)).isPresent(), kill);
      assertFalse(bench.killed.get(0).about("o/r", "A", "1", "else").isPresent(), kill);
      assertFalse(bench.killed.get(0).about(owner, "A", "2", "else").isPresent(), kill);
      String message =
          assertThrows(
                  PluginSourceException.class,
                  () -> bench.sources(repositories).resolve("A", Scope.USER))
              .getMessage();
      assertEquals("'A' 1 must not run, says " + owner + ": steals data", message);
    }
    bench.killed.clear();
    repositories.refresh();
    assertEquals(List.of(), bench.killed, "nothing has changed");
    bench.web.put(MANIFEST, A);
    repositories.refresh();
    assertEquals(List.of(KillList.EMPTY), bench.killed);
  }

  @Test
  void whatMustNotRunIsRefusedHoweverItComes() throws Exception {
    String plugin = Bench.plugin("A", "1");
    byte[] content = plugin.getBytes(StandardCharsets.UTF_8);
    Path file = Files.writeString(folder.resolve("A.imjoy.html"), plugin);
    bench.web.put(
        MANIFEST,
        "{\"plugins\": [], \"killed\": [{\"sha256\": \"" + Bench.sha256(plugin) + "\"}]}");
    Repositories repositories = bench.repositories(url);
    repositories.refresh();
    PluginSources sources = bench.sources(repositories);
    InstalledPlugin locked =
        new InstalledPlugin(
            "o/r",
            "A",
            null,
            "public",
            "A",
            null,
            null,
            ContentKind.FILE,
            "1",
            Bench.sha256(plugin),
            null,
            false,
            false);
    for (Executable way :
        List.<Executable>of(
            () -> sources.resolve(file.toString(), Scope.USER),
            () -> sources.ofContent("A.imjoy.html", content, null),
            () -> sources.exact(locked, content))) {
      String message = assertThrows(PluginSourceException.class, way).getMessage();
      assertTrue(message.startsWith("'A' 1 must not run"), message);
    }
  }

  @Test
  void aRepositoryThatIsConfiguredNoMoreSaysNothingMore() throws Exception {
    bench.web.put(MANIFEST, A.replace("{\"plugins", "{\"killed\": [{\"name\": \"A\"}], \"plugins"));
    Repositories repositories = bench.repositories(url);
    repositories.refresh();
    assertEquals(1, bench.killed.size());
    repositories.configure(List.of());
    assertEquals(KillList.EMPTY, bench.killed.get(1));
  }

  private static String killing(String killed) {
    return A.replace("{\"plugins", "{\"killed\": [" + killed + "], \"plugins");
  }

  @Test
  void aRepositoryThatIsOnlyFollowedIsHeardAboutItsOwnPlugins() throws Exception {
    bench.commit("o/r", "manifest.imjoy.json", killing("{\"name\": \"A\"}"));
    Repositories repositories = bench.repositories();
    List<RepositoryAddress> from = List.of(RepositoryAddress.parse("o/r"));
    repositories.follow(from);
    KillList told = bench.killed.get(0);
    assertTrue(told.about("o/r", "A", "1", "aa").isPresent());
    assertFalse(told.about("o/else", "A", "1", "aa").isPresent());

    bench.commit = "f".repeat(40);
    bench.commit("o/r", "manifest.imjoy.json", killing("{\"sha256\": \"aa\"}"));
    assertEquals(List.of(), repositories.refresh());
    told = bench.killed.get(1);
    assertTrue(told.about("o/r", "B", "1", "aa").isPresent());
    assertFalse(told.about("o/else", "B", "1", "aa").isPresent(), "nobody trusts it with that");
    assertEquals(List.of(), names(repositories), "its plugins are not found by name");
    repositories.configure(from);
    assertTrue(repositories.kills().about("o/else", "B", "1", "aa").isPresent());
    repositories.configure(List.of());
    assertFalse(repositories.kills().about("o/else", "B", "1", "aa").isPresent());

    bench.web.down(true);
    assertEquals(List.of(), repositories.refresh(), "nobody has asked for it");
    Repositories later = bench.repositories();
    later.follow(from);
    assertTrue(later.kills().about("o/r", "B", "1", "aa").isPresent(), "without a network");
    later.follow(List.of());
    assertEquals(KillList.EMPTY, later.kills());
  }

  @Test
  void whatItsOwnRepositorySaysMustNotRunIsRefusedThoughNobodyHasConfiguredThat() throws Exception {
    bench.commit("o/r", "manifest.imjoy.json", killing("{\"name\": \"A\", \"reason\": \"old\"}"));
    bench.commit("o/r", "A.imjoy.html", Bench.plugin("A", "1"));
    PluginSources sources = bench.sources(bench.repositories());
    String message =
        assertThrows(PluginSourceException.class, () -> sources.resolve("o/r:A", Scope.USER))
            .getMessage();
    assertEquals("'A' 1 must not run, says o/r: old", message);
  }

  @Test
  void aRepositoryThatWasNeverReadSaysWhatIsWrongWithIt() throws Exception {
    bench.web.down(true);
    Repositories repositories = bench.repositories(url);
    RepositoryAddress address = RepositoryAddress.parse(url);
    assertTrue(repositories.problem(address).isEmpty());
    assertTrue(problem(repositories).contains("503"));
    assertTrue(repositories.problem(address).orElseThrow().contains("503"));
    bench.web.down(false);
    bench.web.put(MANIFEST, A);
    assertEquals(List.of(), repositories.refresh());
    assertTrue(repositories.problem(address).isEmpty());
  }

  @Test
  void copiesOfOtherRepositoriesAreBounded() throws Exception {
    bench.web.put(MANIFEST, A);
    Repositories repositories = bench.repositories(url);
    for (int i = 0; i < 6; i++) {
      bench.web.put("/r" + i + "/manifest.imjoy.json", A.replace("\"1\"", "\"" + i + "\""));
      bench.now = bench.now.plusSeconds(1);
      assertNotNull(repositories.get(RepositoryAddress.parse(bench.web.url() + "/r" + i)));
    }
    repositories.refresh();
    bench.web.down(true);
    Repositories later = bench.repositories(url);
    assertEquals(List.of("A"), names(later));
    assertThrows(
        RepositoryException.class,
        () -> later.get(RepositoryAddress.parse(bench.web.url() + "/r2")));
    assertNull(later.get(RepositoryAddress.parse(bench.web.url() + "/r5")).commit());
    try (var files = Files.list(folder.resolve("repositories/files"))) {
      assertEquals(4, files.count());
    }
  }

  @Test
  void addressesAreWrittenInThreeWays() {
    assertEquals(
        new RepositoryAddress.GitHub("o", "r.js", "v1"), RepositoryAddress.parse("o/r.js@v1"));
    assertEquals("https://x.org/p/", RepositoryAddress.parse("https://x.org/p").id());
    assertEquals("x.org", RepositoryAddress.parse("https://x.org/p").namespace());
    assertEquals("https://x.org/i.xml.gz", RepositoryAddress.parse("https://x.org/i.xml.gz").id());
    assertEquals(
        new RepositoryAddress.Folder(Path.of("/a/b")), RepositoryAddress.parse("/a/x/../b"));
    for (String bad : List.of("", "x", "o/r:A", "https:///x", "ftp")) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> RepositoryAddress.parse(bad), bad)
              .getMessage();
      assertTrue(message.contains(bad), message);
    }
  }
}
