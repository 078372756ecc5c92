package io.mycel.plugins.internal.repository;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mycel.plugins.internal.store.ContentStore;
import io.mycel.plugins.internal.testing.Jars;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestWriterTest {

  @TempDir Path folder;

  private Path plugin(String path, String config) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "<config lang=\"json\">\n" + config + "\n</config>\n");
  }

  private Path manifest(String text) throws IOException {
    return Files.writeString(folder.resolve(ManifestWriter.FILE), text);
  }

  private JsonNode written() throws Exception {
    return JsonMapper.builder().build().readTree(ManifestWriter.write(folder));
  }

  private String refusal() {
    return assertThrows(ManifestException.class, () -> ManifestWriter.write(folder)).getMessage();
  }

  @Test
  void entriesAreConfigsWithTheUriAndTheHashOfTheirFiles() throws Exception {
    Path second =
        plugin(
            "b/My Blur.imjoy.html",
            """
            {"name": "Blur", "type": "web-worker", "version": "1.2.0", "api_version": "0.1.8",
             "tags": ["cpu", "gpu"], "requirements": {"cpu": [], "gpu": ["pip:cupy"]},
             "labels": ["filter"], "inputs": {"type": "object", "properties": {}}}
            """);
    plugin("a/Alpha.imjoy.html", "{\"name\": \"Alpha\", \"mode\": \"pyworker\"}");
    JsonNode manifest = written();
    assertEquals(folder.getFileName().toString(), manifest.path("name").asText());
    assertEquals("Alpha", manifest.at("/plugins/0/name").asText());
    assertEquals("native-python", manifest.at("/plugins/0/type").asText());
    assertEquals("0.1.0", manifest.at("/plugins/0/version").asText());
    JsonNode blur = manifest.at("/plugins/1");
    assertEquals("b/My Blur.imjoy.html", blur.path("uri").asText());
    assertEquals("pip:cupy", blur.at("/requirements/gpu/0").asText());
    assertEquals("object", blur.at("/inputs/type").asText());
    assertEquals("0.1.8", blur.path("api_version").asText());
    String hash =
        HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(second)));
    assertEquals(hash, blur.path("sha256").asText());
  }

  @Test
  void bundlesThatArePluginsAreListedLikeFiles() throws Exception {
    String component =
        """
        <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="Greeter">
          <property name="mycel.plugin.name" type="String" value="Greeter"/>
          <property name="mycel.plugin.description" type="String" value="Greets."/>
          <property name="mycel.plugin.permissions" type="String">network:example.org</property>
          <implementation class="org.example.Greeter"/>
        </scr:component>
        """;
    String[] headers = {
      "Bundle-SymbolicName: org.example.greeter",
      "Bundle-Version: 1.2.0",
      "Provide-Capability: osgi.service;x=1, mycel.plugin;type=java"
    };
    byte[] jar = Jars.jar(Jars.headers(headers), Map.of("OSGI-INF/Greeter.xml", component));
    Files.createDirectories(folder.resolve("bundles"));
    Files.write(folder.resolve("bundles/greeter-1.2.0.jar"), jar);
    Files.write(folder.resolve("bundles/library.jar"), Jars.bundle("Bundle-SymbolicName: library"));
    Files.writeString(folder.resolve("tool.jar"), "this is no jar");
    plugin("A.imjoy.html", "{\"name\": \"A\", \"type\": \"window\"}");

    JsonNode plugins = written().path("plugins");

    assertEquals(2, plugins.size(), plugins::toString);
    JsonNode greeter = plugins.path(1);
    assertEquals("Greeter", greeter.path("name").asText());
    assertEquals("java", greeter.path("type").asText());
    assertEquals("1.2.0", greeter.path("version").asText());
    assertEquals("Greets.", greeter.path("description").asText());
    assertEquals("network:example.org", greeter.at("/permissions/0").asText());
    assertEquals("bundles/greeter-1.2.0.jar", greeter.path("uri").asText());
    assertEquals(ContentStore.sha256(jar), greeter.path("sha256").asText());
    headers[0] = "Bundle-Name: nameless";
    Files.write(folder.resolve("bad.jar"), Jars.jar(Jars.headers(headers), Map.of()));
    assertTrue(refusal().contains("bad.jar: this is no bundle"), this::refusal);
  }

  @Test
  void theHashOfTheIndexBesideItStandsInItAsLongAsThereIsOne() throws Exception {
    plugin("A.imjoy.html", "{\"name\": \"A\", \"type\": \"window\"}");
    Path index = Files.writeString(folder.resolve("index.xml"), "<repository/>");
    Files.write(folder.resolve(ManifestWriter.FILE), ManifestWriter.write(folder));
    assertEquals(
        HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(index))),
        written().path("index_sha256").asText());
    Files.delete(index);
    assertTrue(written().path("index_sha256").isMissingNode());
  }

  @Test
  void theReaderFindsWhatTheWriterWrote() throws Exception {
    Path file = plugin("x/50% of #1.imjoy.html", "{\"name\": \"Odd\", \"type\": \"window\"}");
    List<RepositoryEntry> entries =
        ManifestReader.read("o/r", "o/r", folder.toUri(), ManifestWriter.write(folder)).plugins();
    assertEquals(1, entries.size());
    assertEquals(file, Path.of(entries.get(0).uri()));
    assertEquals("window", entries.get(0).type());
    assertEquals(64, entries.get(0).sha256().length());
  }

  @Test
  void theSameFilesGiveTheSameBytes() throws Exception {
    plugin("p/A.imjoy.html", "{\"name\": \"A\", \"type\": \"window\", \"labels\": [\"x\"]}");
    byte[] first = ManifestWriter.write(folder);
    Files.write(folder.resolve(ManifestWriter.FILE), first);
    assertArrayEquals(first, ManifestWriter.write(folder));
    String text = new String(first, StandardCharsets.UTF_8);
    assertTrue(text.endsWith("}\n") && text.indexOf('\r') < 0, text);
  }

  @Test
  void whatTheManifestSaysOfTheRepositoryStays() throws Exception {
    plugin("A.imjoy.html", "{\"name\": \"A\", \"type\": \"window\", \"version\": \"2\"}");
    manifest(
        """
        {"name": "Mine", "version": "3.0.0", "collections": [{"name": "c", "plugins": ["A"]}],
         "plugins": [{"name": "A", "version": "1", "disabled": true}, {"name": "Gone"}]}
        """);
    JsonNode manifest = written();
    assertEquals("Mine", manifest.path("name").asText());
    assertEquals("A", manifest.at("/collections/0/plugins/0").asText());
    assertEquals(1, manifest.path("plugins").size());
    assertEquals("2", manifest.at("/plugins/0/version").asText());
    assertTrue(manifest.at("/plugins/0/disabled").asBoolean());
  }

  @Test
  void everyFileThatCannotBeListedIsNamed() throws Exception {
    plugin("a/A.imjoy.html", "{\"name\": \"A\", \"type\": \"window\"}");
    plugin("b/Same.imjoy.html", "{\"name\": \"A\", \"type\": \"window\"}");
    plugin("c/Bad.imjoy.html", "{\"name\": \"C\",");
    String refusal = refusal();
    assertTrue(refusal.contains("b/Same.imjoy.html: its name is 'A'"), refusal);
    assertTrue(refusal.contains("c/Bad.imjoy.html: line"), refusal);
  }

  @Test
  void anEarlierManifestThatIsNoJsonIsNotThrownAway() throws Exception {
    manifest("{\"name\": ");
    assertTrue(refusal().contains("mend or remove it"), refusal());
    manifest("[]");
    assertTrue(refusal().contains("no JSON object"), refusal());
  }

  @Test
  void hiddenFoldersAndWhatBuildsLeaveAreLeftOut() throws Exception {
    for (String path : List.of(".git", "target", "node_modules", "x/build")) {
      plugin(path + "/A.imjoy.html", "{\"name\": \"A\", \"type\": \"window\"}");
    }
    plugin("x/B.imjoy.html", "{\"name\": \"B\", \"type\": \"window\"}");
    assertEquals("B", written().at("/plugins/0/name").asText());
    assertEquals(1, written().path("plugins").size());
  }
}
