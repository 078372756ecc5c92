package io.mycel.plugins.internal.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.plugins.internal.bundle.JarLimits;
import io.mycel.plugins.internal.repository.RepositoryAddress;
import io.mycel.plugins.internal.store.ContentKind;
import io.mycel.plugins.internal.testing.Bench;
import io.mycel.plugins.internal.testing.Jars;
import io.mycel.plugins.internal.trust.Trust;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginSourcesTest {
  private static final String RAW = "https://raw.githubusercontent.com/";
  private static final String TIF = Bench.plugin("Tif File Importer", "0.1.2");

  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void start() throws Exception {
    bench = new Bench(folder);
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private static String refusal(PluginSources sources, String uri, Scope scope) {
    return assertThrows(PluginSourceException.class, () -> sources.resolve(uri, scope))
        .getMessage();
  }

  private static String refusal(PluginSources sources, String uri) {
    return refusal(sources, uri, Scope.USER);
  }

  private void manifest(String repository, String plugins) {
    bench.commit(repository, "manifest.imjoy.json", "{\"plugins\": [" + plugins + "]}");
  }

  @Test
  void aPluginOfARepositoryIsReadAtTheNewestCommitOfItsDefaultBranch() throws Exception {
    manifest("o/r", "{\"name\": \"Tif File Importer\", \"version\": \"0.1.2\"}");
    bench.commit("o/r", "Tif%20File%20Importer.imjoy.html", TIF);
    Resolved found = bench.sources().resolve("o/r:Tif File Importer@dev", Scope.USER);
    assertEquals("o/r", found.owner());
    assertEquals(Bench.COMMIT, found.commit());
    assertEquals(
        URI.create(RAW + "o/r/" + Bench.COMMIT + "/Tif%20File%20Importer.imjoy.html"), found.url());
    assertEquals(ContentKind.FILE, found.kind());
    assertEquals(Bench.sha256(TIF), found.sha256());
    assertEquals(TIF.length(), found.size());
    assertEquals("dev", found.plugin().tag());
    assertEquals(new Trust.Unlisted(), found.trust());
    assertEquals(new Scope(RepositoryAddress.parse("o/r"), false), found.scope());
    assertEquals("o/r:Tif File Importer@dev", found.source());
    assertEquals(List.of(), found.warnings());
  }

  @Test
  void aBundleThatUnpacksToMoreThanIsAllowedIsRefused() throws Exception {
    byte[] jar =
        Jars.jar(Jars.headers("Bundle-SymbolicName: a", "Bundle-Name: A"), Map.of("a", "a"));
    Path file = Files.write(folder.resolve("a.jar"), jar);
    PluginSources strict = bench.sources(bench.repositories(), new JarLimits(10, 0));
    String message =
        assertThrows(PluginSourceException.class, () -> strict.resolve(file.toString(), Scope.USER))
            .getMessage();
    assertTrue(message.contains("unpacks to more than 0 bytes"), message);
    assertTrue(message.contains("maxBundleUnpackedBytes"), message);
    PluginSources enough = bench.sources(bench.repositories(), new JarLimits(1, 1));
    assertEquals("A", enough.resolve(file.toString(), Scope.USER).plugin().name());
  }

  @Test
  void aFileAtGitHubIsPinnedWhereverItIsShown() throws Exception {
    bench.commit("o/r", "sub/A.imjoy.html", TIF);
    bench.web.put("/api/repos/o/r/commits/main", Bench.COMMIT);
    String raw = RAW + "o/r/" + Bench.COMMIT + "/sub/A.imjoy.html";
    for (String uri :
        List.of(
            "https://github.com/o/r/blob/main/sub/A.imjoy.html#dev",
            bench.web.url() + "/web/o/r/blob/main/sub/A.imjoy.html@dev",
            RAW + "o/r/main/sub/A.imjoy.html@dev",
            RAW + "o/r/refs/heads/main/sub/A.imjoy.html@dev")) {
      Resolved found = bench.sources().resolve(uri, Scope.USER);
      assertEquals(raw, found.url().toString(), uri);
      assertEquals(Bench.COMMIT, found.commit());
      assertEquals("o/r", found.owner());
      assertEquals("dev", found.plugin().tag());
    }
  }

  @Test
  void whatCannotBePinnedSaysSo() throws Exception {
    bench.web.fail("/api/repos/o/r/commits/main", 403);
    bench.web.put("/raw/o/r/main/A.imjoy.html", TIF);
    Resolved found = bench.sources().resolve(RAW + "o/r/main/A.imjoy.html", Scope.USER);
    assertNull(found.commit());
    assertTrue(found.warnings().get(0).contains("could not be pinned"), found.toString());
  }

  @Test
  void aGistIsItsFirstPluginFile() throws Exception {
    String id = "0123456789abcdef";
    bench.web.put(
        "/api/gists/" + id,
        """
        {"owner": {"login": "someone"}, "history": [{"version": "c0ffee"}], "files": {
          "a.md": {"filename": "a.md", "raw_url": "%1$s/a"},
          "b.imjoy.html": {"filename": "b.imjoy.html", "raw_url": "%1$s/b.imjoy.html"}}}
        """
            .formatted(bench.web.url()));
    bench.web.put("/b.imjoy.html", TIF);
    Resolved found =
        bench.sources().resolve("https://gist.github.com/someone/" + id + "#dev", Scope.USER);
    assertEquals("gist.github.com/someone", found.owner());
    assertEquals("c0ffee", found.commit());
    assertEquals("dev", found.plugin().tag());
  }

  @Test
  void aUrlAndAFileOfThisMachine() throws Exception {
    bench.web.put("/x/A.imjoy.html", TIF);
    bench.web.redirect("/y/A.imjoy.html", "/x/A.imjoy.html");
    String url = bench.web.url() + "/y/A.imjoy.html";
    Resolved found = bench.sources().resolve(url + "@dev", Scope.USER);
    assertEquals(bench.web.url() + "/x/A.imjoy.html", found.url().toString());
    assertEquals(URI.create(url).getAuthority(), found.owner());
    assertEquals(Scope.FOREIGN, found.scope());

    Path file = Files.writeString(folder.resolve("A b.imjoy.html"), TIF);
    for (String uri : List.of(file + "@dev", file.toUri() + "#dev")) {
      Resolved local = bench.sources().resolve(uri, Scope.USER);
      assertEquals("local", local.owner());
      assertEquals(file.toUri(), local.url());
      assertEquals("dev", local.plugin().tag());
      assertEquals(new Trust.Local(), local.trust());
      assertTrue(refusal(bench.sources(), uri, Scope.FOREIGN).contains("only the users"));
    }
    assertTrue(refusal(bench.sources(), folder + "/no.imjoy.html").contains("no such file"));
  }

  @Test
  void aNameIsLookedUpInTheScopeAndThenInAllRepositories() throws Exception {
    manifest("o/r", "{\"name\": \"A\"}, {\"name\": \"B\"}");
    manifest("p/q", "{\"name\": \"A\"}");
    for (String repository : List.of("o/r", "p/q")) {
      bench.commit(repository, "A.imjoy.html", Bench.plugin("A", "1"));
      bench.commit(repository, "B.imjoy.html", Bench.plugin("B", "1"));
    }
    PluginSources sources = bench.sources("o/r", "p/q");
    assertEquals("o/r", sources.resolve("B", Scope.USER).owner());
    assertEquals("o/r:B@dev", sources.resolve("B@dev", Scope.USER).source());
    Scope scope = Scope.of(RepositoryAddress.parse("p/q"));
    assertEquals("p/q", sources.resolve("A", scope).owner());
    assertEquals("o/r", sources.resolve("B", scope).owner());
    assertEquals(
        "several repositories have a plugin 'A'; say which one you mean: 'o/r:A' or 'p/q:A'",
        refusal(sources, "A"));
    assertEquals("no known repository has a plugin 'C'", refusal(sources, "C"));
    assertTrue(refusal(bench.sources(), "o/r:C").contains("the repository o/r has no plugin 'C'"));
    assertTrue(
        refusal(bench.sources(), "n/o:C").contains("404"), refusal(bench.sources(), "n/o:C"));
  }

  @Test
  void theFileCountsButNotAgainstItsHash() throws Exception {
    String hash = Bench.sha256(TIF);
    manifest(
        "o/r",
        """
        {"name": "Tif File Importer", "uri": "t.imjoy.html", "version": "9", "type": "window",
         "sha256": "%s"},
        {"name": "Bad", "uri": "t.imjoy.html", "sha256": "%s"},
        {"name": "Other", "uri": "t.imjoy.html"}
        """
            .formatted(hash, Bench.sha256("else")));
    bench.commit("o/r", "t.imjoy.html", TIF);
    Resolved found = bench.sources().resolve("o/r:Tif File Importer", Scope.USER);
    assertEquals(new Trust.Listed("o/r"), found.trust());
    assertEquals("0.1.2", found.plugin().version());
    assertEquals(
        "'Tif File Importer': o/r lists version 9, its file says 0.1.2; the file counts",
        found.warnings().get(0));
    assertEquals(2, found.warnings().size());
    assertTrue(refusal(bench.sources(), "o/r:Bad").contains("is not the one that o/r lists"));
    assertTrue(refusal(bench.sources(), "o/r:Other").contains("is another plugin"));
  }

  private byte[] java(String name) {
    String component =
        "<component><property name=\"mycel.plugin.name\" value=\"" + name + "\"/></component>";
    return Jars.jar(
        Jars.headers("Bundle-SymbolicName: org.x"), Map.of("OSGI-INF/X.xml", component));
  }

  @Test
  void namesOfJavaPluginsLeadNowhereElse() throws Exception {
    Path jar = folder.resolve("x.jar");
    Files.write(jar, java("Größe of things"));
    assertEquals(
        "Größe of things", bench.sources().resolve(jar.toString(), Scope.USER).plugin().name());
    for (String name :
        List.of(
            "a/b",
            "a\\b",
            "..",
            "a&#13;&#10;Export-Package: x",
            "a&#x9b;31mb",
            "photo\u202elmth.yojmi",
            "Blu\u200br",
            "x".repeat(101))) {
      Files.write(jar, java(name));
      bench.web.put("/x.jar", java(name));
      for (String uri : List.of(jar.toString(), bench.web.url() + "/x.jar")) {
        String refusal = refusal(bench.sources(), uri);
        assertTrue(refusal.contains(".jar: its name '"), refusal);
        assertFalse(refusal.matches("(?s).*[\\p{Cntrl}\u009b\u202e\u200b].*"), refusal);
      }
      String given =
          assertThrows(
                  PluginSourceException.class,
                  () -> bench.sources().ofContent("x.jar", java(name), null))
              .getMessage();
      assertTrue(given.startsWith("x.jar: its name '"), given);
    }
  }

  @Test
  void headersOfJavaPluginsAreNotShownIfTheyMoveTheCursor() throws Exception {
    Path jar = folder.resolve("x.jar");
    Files.write(
        jar, Jars.bundle("Bundle-SymbolicName: org.x", "Bundle-Version: 1.0.0.a\u001b[31m"));
    assertTrue(refusal(bench.sources(), jar.toString()).contains("x.jar: its Bundle-Version: it"));
    Files.write(jar, Jars.bundle("Bundle-SymbolicName: org.x", "Bundle-Name: a\u001b[31m"));
    assertTrue(refusal(bench.sources(), jar.toString()).contains("x.jar: its name 'a': it"));
  }

  @Test
  void whatIsTooLongIsRefusedWhereverItIs() throws Exception {
    String large = TIF + " ".repeat(100_000);
    Path file = Files.writeString(folder.resolve("Large.imjoy.html"), large);
    bench.web.put("/Large.imjoy.html", large);
    for (String uri : List.of(file.toString(), bench.web.url() + "/Large.imjoy.html")) {
      assertTrue(refusal(bench.sources(), uri).contains("longer than 100000 bytes"), uri);
    }
  }

  @Test
  void aWebPageBecomesAWindow() throws Exception {
    Resolved found = bench.sources().resolve("https://kaibu.org/#/app?x=%3Ca%3E", Scope.USER);
    assertEquals("rpc-window", found.plugin().type());
    assertEquals("https://kaibu.org/#/app?x=%3Ca%3E", found.plugin().config().get("base_frame"));
    assertEquals("kaibu.org", found.owner());
  }
}
