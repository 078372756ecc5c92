package io.mycel.plugins.internal.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.plugins.internal.testing.Bench;
import io.mycel.plugins.internal.testing.Tars;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibrariesTest {

  @TempDir Path folder;
  private Bench bench;
  private int packages;
  private final Map<String, Map<String, String>> versions = new LinkedHashMap<>();

  @BeforeEach
  void start() throws Exception {
    bench = new Bench(folder);
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private Libraries libraries(LibraryLimits limits, boolean direct) {
    return new Libraries(
        bench.downloader(),
        bench.github(),
        URI.create(bench.web.url() + "/npm/"),
        new LibraryStore(folder.resolve("libraries"), limits.keptBytes(), () -> bench.now),
        limits,
        direct);
  }

  private Libraries libraries() {
    return libraries(
        new LibraryLimits(100_000, 100_000, 100_000, 1_000_000, 100, 1_000_000), false);
  }

  /** A version of a package, whose latest is the last that was published. */
  private void publish(String name, String version, Map<String, String> files) {
    Map<String, String> packed = new LinkedHashMap<>();
    files.forEach((path, text) -> packed.put("package/" + path, text));
    publish(name, version, Tars.tgz(packed));
  }

  private void publish(String name, String version, byte[] tarball) {
    String path = "/npm/" + name + "/-/" + version + ".tgz";
    bench.web.put(path, tarball);
    list(
        name,
        version,
        "{\"dist\": {\"tarball\": \"%s\", \"integrity\": \"%s\"}}"
            .formatted(bench.web.url() + path, Tars.integrity(tarball)));
  }

  private void list(String name, String version, String description) {
    Map<String, String> all = versions.computeIfAbsent(name, each -> new LinkedHashMap<>());
    all.put(version, description);
    StringBuilder json = new StringBuilder("{\"dist-tags\": {\"latest\": \"" + version + "\"}");
    json.append(", \"versions\": {");
    all.forEach(
        (each, text) ->
            json.append(json.charAt(json.length() - 1) == '{' ? "" : ",")
                .append('"' + each + "\": " + text));
    bench.web.put("/npm/" + name.replace("/", "%2f"), json + "}}");
  }

  private String text(String url) throws Exception {
    return new String(libraries().fetch(URI.create(url)).content(), StandardCharsets.UTF_8);
  }

  private String refusal(String url) {
    return assertThrows(LibraryException.class, () -> libraries().fetch(URI.create(url)))
        .getMessage();
  }

  @Test
  void jsDelivrAndUnpkgServePackages() throws Exception {
    publish("vue", "1.0.0", Map.of("dist/vue.js", "one"));
    publish(
        "vue",
        "2.6.14",
        Map.of(
            "package.json",
            "{\"main\": \"x.js\", \"jsdelivr\": \"./dist/vue.js\"}",
            "dist/vue.js",
            "two",
            "dist/a.css",
            "css",
            "lib/index.js",
            "index"));
    publish("vue", "3.0.0-beta.1", Map.of("dist/vue.js", "three"));
    Libraries.Library library = libraries().fetch(URI.create("https://cdn.jsdelivr.net/npm/vue@2"));
    assertEquals("two", new String(library.content(), StandardCharsets.UTF_8));
    assertEquals("text/javascript", library.mediaType());
    assertEquals("https://cdn.jsdelivr.net/npm/vue@2.6.14/dist/vue.js", library.url().toString());
    assertEquals("npm:vue@2.6.14/dist/vue.js", library.origin());
    assertEquals("three", text("https://unpkg.com/vue/dist/vue.js"));
    assertEquals("two", text("https://unpkg.com/vue@%5E2.5/dist/vue.min.js"));
    assertEquals("index", text("https://unpkg.com/vue@2/lib"));
    assertEquals("one", text("https://cdn.jsdelivr.net/npm/vue@1.0.0/dist/vue.js#x"));
    assertEquals(
        "text/css",
        libraries()
            .fetch(URI.create("https://cdn.jsdelivr.net/npm/vue@2.6.14/dist/a.css"))
            .mediaType());
    publish("@tensorflow/tfjs", "1.0.0", Map.of("dist/tf.min.js", "tf"));
    assertEquals("tf", text("https://cdn.jsdelivr.net/npm/@tensorflow/tfjs/dist/tf.min.js"));
  }

  @Test
  void otherNetworksHaveNamesAndFoldersOfTheirOwn() throws Exception {
    publish("jquery", "3.3.1", Map.of("dist/jquery.min.js", "jquery"));
    publish("three", "0.84.0", Map.of("build/three.min.js", "three"));
    publish("plotly.js", "1.58.5", Map.of("dist/plotly-basic.min.js", "plotly"));
    publish("bootstrap", "4.1.0", Map.of("dist/css/bootstrap.css", "bootstrap"));
    publish("jstree", "3.3.8", Map.of("dist/themes/default/style.min.css", "deep"));
    assertEquals(
        "jquery", text("https://cdnjs.cloudflare.com/ajax/libs/jquery/3.3.1/jquery.min.js"));
    assertEquals(
        "jquery", text("https://ajax.googleapis.com/ajax/libs/jquery/3.3.1/jquery.min.js"));
    assertEquals("jquery", text("https://code.jquery.com/jquery-3.3.1.min.js"));
    assertEquals("three", text("https://ajax.googleapis.com/ajax/libs/threejs/r84/three.min.js"));
    assertEquals("plotly", text("https://cdn.plot.ly/plotly-basic-latest.min.js"));
    assertEquals(
        "bootstrap",
        text("https://stackpath.bootstrapcdn.com/bootstrap/4.1.0/css/bootstrap.min.css"));
    assertEquals(
        "deep",
        text("https://cdnjs.cloudflare.com/ajax/libs/jstree/3.3.8/themes/default/style.min.css"));
    // what is in such a file is relative to where the network shows it
    String url = "https://cdnjs.cloudflare.com/ajax/libs/jquery/3.3.1/jquery.min.js";
    assertEquals(url, libraries().fetch(URI.create(url)).url().toString());
  }

  @Test
  void librariesAtGitHubArePinnedToACommit() throws Exception {
    bench.commit("o/r", "dist/a.js", "a");
    bench.web.put("/api/repos/o/r/commits/v1.2.0", Bench.COMMIT);
    bench.web.put("/api/repos/o/r/commits/master", Bench.COMMIT);
    bench.web.put(
        "/web/o/r.git/info/refs",
        "003e"
            + "1".repeat(40)
            + " refs/tags/v1.1.0\n003e"
            + "2".repeat(40)
            + " refs/tags/v1.2.0\n0000");
    bench.commit("imjoy-team/static.imjoy.io", "docs/js/s.js", "static");
    String raw = "https://raw.githubusercontent.com/o/r/" + Bench.COMMIT + "/dist/a.js";
    for (String url :
        List.of(
            "https://cdn.jsdelivr.net/gh/o/r/dist/a.js",
            "https://cdn.jsdelivr.net/gh/o/r@1/dist/a.js",
            "https://cdn.jsdelivr.net/gh/o/r@latest/dist/a.js",
            "https://cdn.rawgit.com/o/r/master/dist/a.js",
            "https://rawgit.com/o/r/v1.2.0/dist/a.js",
            "https://raw.githubusercontent.com/o/r/master/dist/a.js",
            "https://github.com/o/r/raw/master/dist/a.js")) {
      Libraries.Library library = libraries().fetch(URI.create(url));
      assertEquals("a", new String(library.content(), StandardCharsets.UTF_8), url);
      assertEquals(raw, library.url().toString(), url);
      assertEquals("github:o/r@" + Bench.COMMIT + "/dist/a.js", library.origin());
    }
    assertEquals("static", text("https://static.imjoy.io/js/s.js"));
  }

  @Test
  void whatWasFetchedOnceStaysTheSameWithoutANetworkToo() throws Exception {
    publish("vue", "2.0.0", Map.of("a.js", "old a", "b.js", "old b"));
    bench.web.put("/x/c.js", "c");
    assertEquals("old a", text("https://unpkg.com/vue@2/a.js"));
    assertEquals("c", text(bench.web.url() + "/x/c.js"));
    publish("vue", "2.1.0", Map.of("a.js", "new a", "b.js", "new b"));
    bench.web.put("/x/c.js", "changed");
    assertEquals("old a", text("https://unpkg.com/vue@2/a.js"));
    bench.web.down(true);
    assertEquals("old b", text("https://unpkg.com/vue@2/b.js"));
    assertEquals("c", text(bench.web.url() + "/x/c.js"));
    assertTrue(refusal("https://unpkg.com/else@2/a.js").contains("503"));
  }

  @Test
  void whatIsNotWhatTheRegistryListsIsRefused() {
    byte[] good = Tars.tgz(Map.of("package/a.js", "a"));
    String tarball = bench.web.url() + "/npm/p/-/1.tgz";
    bench.web.put("/npm/p/-/1.tgz", good);
    list("p", "1.0.0", "{\"dist\": {\"tarball\": \"" + tarball + "\"}}");
    assertTrue(refusal("https://unpkg.com/p/a.js").contains("tells no hash"));
    String other = Tars.integrity(new byte[0]);
    list(
        "p",
        "1.0.0",
        "{\"dist\": {\"tarball\": \"%s\", \"integrity\": \"%s\"}}".formatted(tarball, other));
    assertTrue(
        refusal("https://unpkg.com/p/a.js").contains("is not the one that the registry lists"));
    list(
        "p",
        "1.0.0",
        "{\"dist\": {\"tarball\": \"https://169.254.169.254/x\", \"integrity\": \""
            + other
            + "\"}}");
    assertTrue(refusal("https://unpkg.com/p/a.js").contains("such addresses are refused"));
    assertTrue(refusal("https://unpkg.com/p@5/a.js").contains("no version '5' of the package"));
    assertTrue(refusal("https://unpkg.com/p@nonsense/a.js").contains("no range of versions"));
    assertTrue(refusal("file:///etc/passwd").contains("only https is allowed"));
  }

  /** What is said of a package with this content. */
  private String refusalOf(byte[] tarball) {
    packages++;
    publish("p" + packages, "1.0.0", tarball);
    return refusal("https://unpkg.com/p" + packages + "/a.js");
  }

  @Test
  void packagesThatLeadOutOrAreTooLargeAreRefused() {
    for (String name : List.of("package/../../x.js", "/etc/x", "package\\..\\x", "C:/x")) {
      assertTrue(refusalOf(Tars.tgz(Map.of(name, "x"))).contains("leads out of it"), name);
    }
    assertTrue(refusalOf(Tars.tgz("package/a.js", '2', "")).contains("not in the package"));
    assertTrue(
        refusalOf(Tars.tgz(Map.of("package/a.js", "x".repeat(2_000_000))))
            .contains("unpacks to more than 1000000 bytes"));
    assertTrue(
        refusalOf(Tars.tgz(Map.of("package/a.js", "x".repeat(200_000))))
            .contains("longer than 100000 bytes"));
    Map<String, String> many = new LinkedHashMap<>();
    for (int i = 0; i < 101; i++) {
      many.put("package/" + i, "");
    }
    assertTrue(refusalOf(Tars.tgz(many)).contains("more than 100 files"));
    assertTrue(refusalOf(Tars.gzip(new byte[] {1, 2, 3})).contains("not in the package"));
    byte[] nonsense = "x".repeat(1024).getBytes(StandardCharsets.UTF_8);
    assertTrue(refusalOf(Tars.gzip(nonsense)).contains("damaged"));
  }

  @Test
  void whatAPackageSaysOfItselfIsReadWithinBounds() {
    byte[] chatty = Tars.tgz(Map.of("package/package.json", " ".repeat(5 << 20)));
    String refused =
        assertThrows(IOException.class, () -> new PackageFiles(chatty, LibraryLimits.STANDARD))
            .getMessage();
    assertEquals("it is longer than 4194304 bytes, which is the limit", refused);
  }

  @Test
  void archivesThatAreDamagedAreRefused() {
    byte[] whole = Tars.tar(Map.of("package/a.js", "x".repeat(600)));
    assertTrue(refusalOf(Tars.gzip(Arrays.copyOf(whole, 700))).contains("ends too early"));
    byte[] said = Tars.tar(Map.of("package/package.json", "x".repeat(600)));
    assertTrue(refusalOf(Tars.gzip(Arrays.copyOf(said, 700))).contains("ends too early"));
    whole[0]++; // its name, and not the sum of its header
    assertTrue(refusalOf(Tars.gzip(whole)).contains("a header of the package is damaged"));
    assertTrue(
        refusalOf(Tars.tgz("package/a.js", 'L', "x".repeat(10_000)))
            .contains("longer than 8192 bytes"));
  }

  @Test
  void whatIsDownloadedIsBounded() throws Exception {
    byte[] random = new byte[150_000];
    new Random(1).nextBytes(random);
    String large = new String(random, StandardCharsets.ISO_8859_1);
    publish("large", "1.0.0", Map.of("a.js", large));
    assertTrue(
        refusal("https://unpkg.com/large/a.js")
            .contains("/npm/large/-/1.0.0.tgz: it is longer than 100000 bytes"));
    list("list", "1.0.0", "{\"readme\": \"" + "x".repeat(100_000) + "\"}");
    assertTrue(refusal("https://unpkg.com/list/a.js").contains("longer than 100000 bytes"));
    list("deep", "1.0.0", "[".repeat(60) + "]".repeat(60));
    assertTrue(refusal("https://unpkg.com/deep/a.js").contains("nesting depth"));
    bench.web.put("/large.js", large);
    assertTrue(refusal(bench.web.url() + "/large.js").contains("longer than 100000 bytes"));
    bench.commit("o/r", "large.js", large);
    assertTrue(
        refusal("https://cdn.jsdelivr.net/gh/o/r/large.js").contains("longer than 100000 bytes"));
  }

  @Test
  void urlsLeadToNothingElseOfTheRegistry() {
    bench.web.put("/secret", "{}");
    for (String name : List.of("%2e%2e", "@a/%2e%2e", "%2e%2e%2fsecret", "a%3fb", "a%23b")) {
      assertTrue(
          refusal("https://unpkg.com/" + name + "/a.js").contains("is no name of an npm package"),
          name);
    }
    assertEquals(List.of(), bench.web.asked());
  }

  @Test
  void whatPluginsWriteWithHttpIsAskedForByHttps() {
    String message = refusal("http://10.0.0.1/a.js");
    assertTrue(message.contains("https://10.0.0.1/a.js: "), message);
    assertTrue(message.contains("such addresses are refused"), message);
  }

  @Test
  void aLibraryWhoseRepositoryIsGoneIsAskedForItself() throws Exception {
    bench.web.put("/raw/o/r/master/a.js", "a");
    URI url = URI.create("https://raw.githubusercontent.com/o/r/master/a.js");
    LibraryLimits limits = LibraryLimits.STANDARD;
    assertTrue(
        assertThrows(LibraryException.class, () -> libraries(limits, false).fetch(url))
            .getMessage()
            .contains("404"));
    Libraries.Library library = libraries(limits, true).fetch(url);
    assertEquals("a", new String(library.content(), StandardCharsets.UTF_8));
  }

  @Test
  void longNamesAreRead() throws Exception {
    String path = "d/".repeat(60) + "a.js";
    publish("p", "1.0.0", Map.of(path, "deep"));
    assertEquals("deep", text("https://unpkg.com/p/" + path));
  }

  @Test
  void whatIsUnusedMakesRoom() throws Exception {
    Random random = new Random(1);
    Libraries small =
        libraries(new LibraryLimits(100_000, 100_000, 100_000, 100_000, 100, 3_000), false);
    for (int i = 0; i < 5; i++) {
      byte[] content = new byte[1000];
      random.nextBytes(content);
      bench.web.put("/l" + i + ".js", content);
      bench.now = bench.now.plusSeconds(1);
      small.fetch(URI.create(bench.web.url() + "/l" + i + ".js"));
      bench.now = bench.now.plusSeconds(1);
      small.fetch(URI.create(bench.web.url() + "/l0.js"));
    }
    try (var files = Files.list(folder.resolve("libraries/files"))) {
      assertEquals(3, files.count());
    }
    bench.web.asked();
    small.fetch(URI.create(bench.web.url() + "/l0.js"));
    assertEquals(List.of(), bench.web.asked());
    small.fetch(URI.create(bench.web.url() + "/l1.js"));
    assertEquals(List.of("/l1.js"), bench.web.asked());
  }
}
