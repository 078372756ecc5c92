package io.mycel.plugins.internal.repository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestReaderTest {

  private static final URI URL = URI.create("https://example.org/o/r/main/manifest.imjoy.json");

  private static List<RepositoryEntry> read(String json) throws ManifestException {
    return ManifestReader.read("o/r", "o/r", URL, json.getBytes(StandardCharsets.UTF_8)).plugins();
  }

  private static String refusal(String json) {
    return assertThrows(ManifestException.class, () -> read(json)).getMessage();
  }

  @Test
  void entriesSayWhereTheirFilesAre() throws Exception {
    List<RepositoryEntry> entries =
        read(
            """
            {"name": "n", "version": "0.2.0", "uri_root": "", "plugins": [
              {"name": "Tif File Importer", "type": "web-worker", "version": "0.1.2",
               "tags": ["stable"], "labels": ["io"], "description": "Reads.",
               "uri": "https://cdn.example.org/a b.imjoy.html", "sha256": "aa"},
              {"name": "My Plugin"},
              {"name": "Deep", "uri": "sub/X Y.imjoy.html"},
              {"name": "Off", "disabled": true}
            ]}
            """);
    assertEquals(
        new RepositoryEntry(
            "o/r",
            "Tif File Importer",
            URI.create("https://cdn.example.org/a%20b.imjoy.html"),
            "web-worker",
            "0.1.2",
            List.of("stable"),
            "Reads.",
            List.of("io"),
            "aa"),
        entries.get(0));
    assertEquals(
        URI.create("https://example.org/o/r/main/My%20Plugin.imjoy.html"), entries.get(1).uri());
    assertNull(entries.get(1).sha256());
    assertEquals(
        URI.create("https://example.org/o/r/main/sub/X%20Y.imjoy.html"), entries.get(2).uri());
    assertEquals(3, entries.size());
  }

  @Test
  void filesMayBeElsewhere() throws Exception {
    assertEquals(
        URI.create("https://files.example.org/p/A.imjoy.html"),
        read("{\"uri_root\": \"https://files.example.org/p\", \"plugins\": [{\"name\": \"A\"}]}")
            .get(0)
            .uri());
  }

  @Test
  void oneBadEntryDoesNotHideTheOthers() throws Exception {
    List<RepositoryEntry> entries =
        read(
            """
            {"plugins": [7, {}, {"name": ""}, {"name": "A", "tags": "x", "type": 3},
              {"name": "A"}, {"name": "B", "uri": "https://["}, {"name": "C"}]}
            """);
    assertEquals(List.of("A", "C"), entries.stream().map(RepositoryEntry::name).toList());
  }

  @Test
  void namesThatLeadElsewhereAreLeftOutAndTextsAreClean() throws Exception {
    List<RepositoryEntry> entries =
        read(
            """
            {"plugins": [{"name": "../x"}, {"name": ".."}, {"name": "a\\\\b"}, {"name": "a\\r\\nX: y"},
              {"name": "photo\\u202elmth"}, {"name": "a\\u001b[31mb"},
              {"name": "A", "type": "t\\u001b[31m", "version": "1\\n2", "tags": ["x\\u009b2J", "y"],
               "labels": ["l\\u2028m"], "description": "<b>\\u001b]0;title\\u0007d</b>\\r\\nX: y"}]}
            """);
    assertEquals(
        List.of(
            new RepositoryEntry(
                "o/r",
                "A",
                URI.create("https://example.org/o/r/main/A.imjoy.html"),
                "t",
                "1 2",
                List.of("x", "y"),
                "<b>d</b> X: y",
                List.of("l m"),
                null)),
        entries);
  }

  @Test
  void textsAndListsAreBounded() throws Exception {
    String many = "\"x\",".repeat(200) + "\"x\"";
    RepositoryEntry entry =
        read("{\"plugins\": [{\"name\": \"A\", \"description\": \"%s\", \"tags\": [%s]}]}"
                .formatted("d".repeat(10_000), many))
            .get(0);
    assertEquals(4096, entry.description().length());
    assertEquals(100, entry.tags().size());
    assertTrue(
        refusal("{\"plugins\": [], \"x\": \"" + "x".repeat(2_000_000) + "\"}")
            .contains("String value length"));
    String kills = "{\"name\": \"A\"},".repeat(60_000) + "{\"name\": \"A\"}";
    byte[] manifest =
        ("{\"plugins\": [], \"killed\": [" + kills + "]}").getBytes(StandardCharsets.UTF_8);
    assertEquals(50_000, ManifestReader.read("o/r", "o/r", URL, manifest).kills().size());
  }

  @Test
  void whatIsNoManifestIsRefused() {
    assertTrue(
        refusal("{\n\"plugins\": [").startsWith("the manifest of o/r: line 2: it is no JSON"));
    assertEquals("the manifest of o/r: it has no list 'plugins'", refusal("[]"));
    assertEquals("the manifest of o/r: it has no list 'plugins'", refusal(""));
    assertTrue(refusal("[".repeat(1000)).contains("nesting depth"));
    assertTrue(
        refusal("{\"plugins\": [" + "1,".repeat(60_000) + "1]}").contains("more than 50000"));
  }

  private static RepositoryEntry entry(String name, String description, String... labels) {
    return new RepositoryEntry(
        "o/r", name, URL, "web-worker", "1", List.of(), description, List.of(labels), null);
  }

  private static List<String> found(Search search, String question) {
    return search.find(question).stream().map(RepositoryEntry::name).toList();
  }

  @Test
  void pluginsAreFoundByTheBeginningsOfWords() {
    Search search =
        new Search(
            List.of(
                entry("Viewer", "Shows tif files"),
                entry("Tif File Importer", "Opens images"),
                entry("TIF", ""),
                entry("Motif", "Patterns"),
                entry("Blur", "Gaussian", "tiff", "filter")));
    assertEquals(List.of("TIF", "Tif File Importer", "Blur", "Viewer"), found(search, "tif"));
    assertEquals(List.of("Tif File Importer"), found(search, " import TIF "));
    assertEquals(List.of("Viewer"), found(search, "files show"));
    assertEquals(List.of(), found(search, "tif nonsense"));
    assertEquals(5, found(search, "").size());
    assertEquals(5, found(search, "web-worker").size());
    assertEquals(5, found(search, "?!").size());
  }

  @Test
  void manyPluginsAreSearchedAtOnce() {
    List<RepositoryEntry> entries = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      entries.add(entry("Plugin number " + i, "Does something with images of kind " + i % 100));
    }
    List<String> found = found(new Search(entries), "number 9999");
    assertEquals(List.of("Plugin number 9999"), found);
  }
}
