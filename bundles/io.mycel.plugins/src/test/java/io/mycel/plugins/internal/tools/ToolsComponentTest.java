package io.mycel.plugins.internal.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.plugin.tools.Finding;
import io.mycel.api.plugin.tools.Inspection;
import io.mycel.api.plugin.tools.PluginTools;
import io.mycel.plugins.internal.testing.Jars;
import io.mycel.plugins.internal.trust.PublisherKey;
import io.mycel.plugins.internal.trust.SignatureException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolsComponentTest {
  private static final String DOCS = "<docs lang=\"markdown\">\nHow to use it.\n</docs>\n";
  private static final String SCRIPT = "<script lang=\"javascript\">\napi.export({});\n</script>\n";

  private final PluginTools tools = new ToolsComponent();

  @TempDir Path folder;

  private Path file(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  /** A plugin with which all is well, but for what its settings say. */
  private Path plugin(String path, String settings) throws IOException {
    String config =
        "<config lang=\"json\">\n{\"type\": \"web-worker\", \"description\": \"Does.\",\n"
            + settings
            + "}\n</config>\n";
    return file(path, config + SCRIPT + DOCS);
  }

  private List<String> findings(Path... paths) throws IOException {
    return tools.validate(List.of(paths)).stream()
        .map(each -> each.severity() + " " + each.file().getFileName() + ": " + each.message())
        .toList();
  }

  private void assertFinding(Path path, String start) throws IOException {
    List<String> found = findings(path);
    assertEquals(1, found.size(), found::toString);
    assertTrue(found.get(0).startsWith(start), found::toString);
  }

  @Test
  void bundlesOfAFolderAreLookedAtIfTheyArePlugins() throws Exception {
    String plugin = "Provide-Capability: mycel.plugin;type=java";
    Files.write(folder.resolve("other.jar"), Jars.bundle("Bundle-SymbolicName: other"));
    assertFinding(folder, "ERROR " + folder.getFileName() + ": there is no *.imjoy.html and no");
    Files.write(folder.resolve("good.jar"), Jars.bundle("Bundle-SymbolicName: good", plugin));
    assertEquals(List.of(), findings(folder));
    Files.write(folder.resolve("same.jar"), Jars.bundle("Bundle-SymbolicName: good", plugin));
    assertFinding(folder, "ERROR same.jar: its name 'good' is that of ");
    Files.write(folder.resolve("same.jar"), Jars.bundle("Bundle-Name: nameless", plugin));
    assertFinding(folder, "ERROR same.jar: same.jar: this is no bundle");
  }

  @Test
  void inspectionSaysWhatStandsInTheFile() throws Exception {
    Path file =
        file(
            "Blur.imjoy.html",
            """
            <config lang="yaml">
            name: Blur
            type: native-python
            version: 0.2.0
            tags: [cpu, gpu]
            requirements: {cpu: ["pip:numpy"], gpu: ["pip:cupy"]}
            dependencies: ["o/r:Other"]
            permissions: ["network:example.org"]
            </config>
            <script lang="python" tag="cpu">
            a = 1
            b = 2
            </script>
            <script lang="python" tag="gpu" src="https://example.org/gpu.py"></script>
            """);
    Inspection found = tools.inspect(file);
    String hash =
        HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    assertEquals(
        new Inspection(
            file,
            "Blur",
            "native-python",
            "0.2.0",
            List.of("cpu", "gpu"),
            "",
            List.of(
                new Inspection.Script("python", "cpu", null, 2),
                new Inspection.Script("python", "gpu", "https://example.org/gpu.py", 0)),
            List.of("pip:numpy"),
            List.of("o/r:Other"),
            List.of("network:example.org"),
            hash,
            List.of()),
        found);
  }

  @Test
  void whatIsWrongWithAFileStandsInItsInspection() throws Exception {
    Inspection bad =
        tools.inspect(
            file("Bad.imjoy.html", "<config>\n{\"name\": 1, \"type\": \"x\"}\n</config>"));
    assertNull(bad.name());
    assertEquals(1, bad.errors().size());
    assertTrue(bad.errors().get(0).startsWith("Bad.imjoy.html: line 1: config: 'name'"));
    assertEquals(64, bad.sha256().length());
    Path missing = folder.resolve("none.imjoy.html");
    assertEquals(List.of(missing + ": there is no such file"), tools.inspect(missing).errors());
    Path binary = Files.write(folder.resolve("b.imjoy.html"), new byte[] {(byte) 0xff, 0});
    assertTrue(tools.inspect(binary).errors().get(0).contains("no text in UTF-8"));
  }

  @Test
  void everyTagIsLookedAt() throws Exception {
    Path file =
        plugin(
            "A.imjoy.html",
            "\"name\": \"A\", \"version\": \"1\", \"tags\": [\"a\", \"b\"],"
                + " \"requirements\": {\"a\": [\"x\"], \"b\": 3}");
    assertEquals("A", tools.inspect(file).name());
    assertEquals(1, tools.inspect(file).errors().size());
    assertFinding(file, "ERROR A.imjoy.html: A.imjoy.html: line 1: config: 'requirements'");
  }

  @Test
  void goodPluginsHaveNoFindings() throws Exception {
    Path file =
        plugin(
            "A.imjoy.html",
            "\"name\": \"A\", \"version\": \"0.1.8-beta\", \"permissions\":"
                + " [\"network:*.example.org\", \"service:lab/*\", \"files:data/x\", \"camera\"]");
    assertEquals(List.of(), findings(file));
    assertEquals(List.of(), findings(folder));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "network:",
        "network:http://a",
        "network:a b",
        "network:*.",
        "service:x",
        "files:../x",
        "files:/etc",
        "files:",
        "files:a/../b",
        "everything",
        "network"
      })
  void permissionOfNoKnownFormIsAnError(String permission) throws Exception {
    Path file =
        plugin(
            "A.imjoy.html",
            "\"name\": \"A\", \"version\": \"1\", \"permissions\": [\"" + permission + "\"]");
    assertFinding(file, "ERROR A.imjoy.html: its permission '" + permission + "'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"version\": \"next\"|ERROR A.imjoy.html: its version 'next' does not begin",
        "\"tags\": []|WARNING A.imjoy.html: it has no version",
        "\"version\": \"1\", \"permissions\": [1]|ERROR A.imjoy.html: its permissions are no list",
        "\"version\": \"1\", \"type\": \"magic\"|WARNING A.imjoy.html: nothing is known to run",
        "\"version\": \"1\", \"type\": \"web-python\"|ERROR A.imjoy.html: line 5: a script of a",
        "\"version\": \"1\", \"description\": \" \"|WARNING A.imjoy.html: it has no description"
      })
  void mistakesOfTheSettingsAreFound(String settings, String start) throws Exception {
    assertFinding(plugin("A.imjoy.html", "\"name\": \"A\", " + settings), start);
  }

  @Test
  void pluginWithoutScriptOrDocsIsFound() throws Exception {
    String config =
        "<config>\n{\"name\": \"A\", \"type\": \"window\", \"version\": \"1\","
            + " \"description\": \"x\"}\n</config>";
    assertFinding(file("A.imjoy.html", config + DOCS), "ERROR A.imjoy.html: it has no script");
    assertFinding(file("A.imjoy.html", config + SCRIPT), "WARNING A.imjoy.html: it has no docs");
    String tagged = SCRIPT.replace("<script", "<script tag=\"x\"");
    assertFinding(
        file("A.imjoy.html", config + DOCS + tagged),
        "ERROR A.imjoy.html: line 6: there is no tag");
  }

  @Test
  void twoPluginsOfOneNameAreAnError() throws Exception {
    Path first = plugin("a/A.imjoy.html", "\"name\": \"A\", \"version\": \"1\"");
    Path second = plugin("b/B.imjoy.html", "\"name\": \"A\", \"version\": \"1\"");
    String message = "ERROR B.imjoy.html: its name 'A' is that of " + first + " too; rename one";
    assertFinding(folder, message);
    assertEquals(1, findings(first, second).size());
    assertEquals(List.of(), findings(first, first));
  }

  @Test
  void manifestMustAgreeWithTheFiles() throws Exception {
    Path first = plugin("A.imjoy.html", "\"name\": \"A\", \"version\": \"1\"");
    assertEquals(
        List.of(folder.resolve("manifest.imjoy.json")),
        tools.writeManifest(folder, Optional.empty()));
    assertEquals(List.of(), findings(folder));
    Files.writeString(first, Files.readString(first) + "\n");
    String manifest = "ERROR manifest.imjoy.json: the plugin ";
    assertFinding(folder, manifest + "'A': its sha256 is not that of its file; run 'mycel plugin");
    plugin("A.imjoy.html", "\"name\": \"A\", \"version\": \"2\"");
    assertFinding(folder, manifest + "'A': its version is \"1\", and that of its file is \"2\"");
    plugin("A.imjoy.html", "\"name\": \"B\", \"version\": \"1\"");
    assertEquals(2, findings(folder).size());
    assertTrue(findings(folder).get(0).startsWith(manifest + "'B' is missing"));
    assertTrue(findings(folder).get(1).startsWith(manifest + "'A' has no file"));
    file("manifest.imjoy.json", "{\"plugins\": [");
    assertFinding(folder, "ERROR manifest.imjoy.json: line 1: it is no JSON");
    file(
        "manifest.imjoy.json",
        "{\"plugins\": [{\"name\": \"B\", \"type\": \"web-worker\", \"version\": \"1\", \"uri\":"
            + " \"A.imjoy.html\"}, {\"name\": \"C\", \"uri\": \"https://example.org/C\"}]}");
    assertFinding(folder, "WARNING manifest.imjoy.json: the plugin 'B' has no sha256");
  }

  @Test
  void whatIsNotThereCannotBeValidated() throws Exception {
    assertThrows(IOException.class, () -> findings(folder.resolve("none")));
    Path none = folder.resolve("none");
    assertEquals(
        "there is no folder " + none,
        assertThrows(IOException.class, () -> tools.writeManifest(none, Optional.empty()))
            .getMessage());
    assertFinding(folder, "ERROR " + folder.getFileName() + ": there is no *.imjoy.html");
    assertEquals(Finding.Severity.ERROR, tools.validate(List.of(folder)).get(0).severity());
  }

  @Test
  void manifestOfFilesThatCannotBeInItIsNotWritten() throws Exception {
    file("A.imjoy.html", "no plugin");
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> tools.writeManifest(folder, Optional.empty()));
    assertTrue(refused.getMessage().contains("A.imjoy.html: line 1"), refused.getMessage());
    assertEquals(1, folder.toFile().list().length);
    assertEquals(
        "no plugin", Files.readString(folder.resolve("A.imjoy.html"), StandardCharsets.UTF_8));
  }

  private String refusal(Optional<Path> key) {
    return assertThrows(IllegalArgumentException.class, () -> tools.writeManifest(folder, key))
        .getMessage();
  }

  @Test
  void signedManifestIsWhatItsPublicKeyHasSigned() throws Exception {
    plugin("A.imjoy.html", "\"name\": \"A\", \"version\": \"1\"");
    Path keyFile = folder.resolve("publisher.key");
    String publicKey = tools.createKey(keyFile);
    Path manifest = folder.resolve("manifest.imjoy.json");
    Path signature = folder.resolve("manifest.imjoy.json.sig");
    assertEquals(List.of(manifest, signature), tools.writeManifest(folder, Optional.of(keyFile)));
    byte[] content = Files.readAllBytes(manifest);
    assertTrue(Files.readString(manifest).contains("\"public_key\": \"" + publicKey + "\""));
    PublisherKey.parse(publicKey).check(content, Files.readAllBytes(signature));
    assertEquals(List.of(), findings(folder));
    content[content.length - 3]++;
    assertThrows(
        SignatureException.class,
        () -> PublisherKey.parse(publicKey).check(content, Files.readAllBytes(signature)));
    assertTrue(refusal(Optional.empty()).contains("is signed: name the key by --sign"));
  }

  @Test
  void keyIsForItsOwnerAndNeverOverwritten() throws Exception {
    Path keyFile = folder.resolve("publisher.key");
    tools.createKey(keyFile);
    if (keyFile.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      assertEquals(
          "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile)));
    }
    String before = Files.readString(keyFile);
    IOException again = assertThrows(IOException.class, () -> tools.createKey(keyFile));
    assertTrue(again.getMessage().contains("is there already"), again.getMessage());
    assertEquals(before, Files.readString(keyFile));
    Path none = folder.resolve("none");
    assertTrue(refusal(Optional.of(none)).contains("make one by 'mycel plugin key " + none));
    Path bad = file("bad.key", "x y");
    assertTrue(refusal(Optional.of(bad)).startsWith(bad + ": this is no signing key"));
  }
}
