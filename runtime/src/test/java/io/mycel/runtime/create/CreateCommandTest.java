package io.mycel.runtime.create;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.runtime.cli.CommandLine;
import io.mycel.runtime.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreateCommandTest {
  private static final Pattern VERSION =
      Pattern.compile("<artifactId>(maven-[a-z]+-plugin)</artifactId>\\s*<version>([^<]+)<");

  @TempDir Path directory;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int create(String name, String type, Path folder) throws InterruptedException {
    PrintStream nothing = new PrintStream(new ByteArrayOutputStream());
    return new CommandLine(List.of(new CreateCommand("1.2.3")), "1.2.3")
        .run(
            List.of("create", "--type", type, "--directory", folder.toString(), "--", name),
            new Terminal(
                InputStream.nullInputStream(),
                nothing,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of()));
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"web-worker", "window", "native-python", "web-python"})
  void folderHasThePluginItsDocsAndATest(String type) throws Exception {
    Path folder = directory.resolve("new/my-plugin");
    assertEquals(0, create("My Plugin", type, folder), this::err);
    String plugin = Files.readString(folder.resolve("My Plugin.imjoy.html"));
    assertTrue(plugin.contains("\"name\": \"My Plugin\""), plugin);
    assertTrue(plugin.contains("\"type\": \"" + type + "\""), plugin);
    assertTrue(plugin.contains("<docs"), plugin);
    try (var files = Files.walk(folder)) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      assertTrue(all.stream().anyMatch(file -> file.getFileName().toString().contains("test")));
      for (Path file : all) {
        String text = Files.readString(file);
        assertFalse(text.contains("@{"), text);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "My Plugin,my-plugin,org.example.myplugin,MyPlugin",
    "2D µ-Blur (fast),2d-blur-fast,org.example.p2dblurfast,The2dBlurFast",
    "細胞,plugin,org.example.plugin,ThePlugin"
  })
  void namesOfJavaAndFoldersFollowFromThatOfThePlugin(
      String typed, String dashed, String javaPackage, String javaClass) throws Exception {
    PluginName name = PluginName.of(typed);
    assertEquals(dashed, name.dashed());
    assertEquals(javaPackage, name.javaPackage());
    assertEquals(javaClass, name.javaClass());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a/b", "..", "a\"b", "</config>", "a\nb", "a\\b", "-x", " ", "$x", "a.", "a:b"})
  void nameThatMeansSomethingElsewhereIsRefused(String name) throws Exception {
    Path folder = directory.resolve("x");
    assertEquals(2, create(name, "web-worker", folder));
    assertTrue(err().contains("a plugin's NAME has up to 60 letters"), err());
    assertFalse(Files.exists(folder));
  }

  @Test
  void nothingIsOverwrittenAndUnknownTypesAreNamed() throws Exception {
    assertEquals(2, create("A", "web-worker", directory));
    assertTrue(err().contains(directory + " is there already"), err());
    assertEquals(2, create("A", "web-wrker", directory.resolve("x")));
    assertTrue(err().contains("did you mean web-worker?"), err());
  }

  /** So that whoever has built Mycel has what a new project in Java needs, without a network. */
  @Test
  void versionsOfAJavaProjectAreThoseOfThisBuild() throws Exception {
    String project = Template.JAVA.files(PluginName.of("A"), "1").get("pom.xml");
    String ours = Files.readString(Path.of("../pom.xml"));
    List<String> wanted =
        VERSION.matcher(project).results().map(r -> r.group(1) + r.group(2)).toList();
    assertEquals(4, wanted.size());
    List<String> there = VERSION.matcher(ours).results().map(r -> r.group(1) + r.group(2)).toList();
    assertTrue(there.containsAll(wanted), wanted + " of " + there);
    for (String version : List.of("bnd.version>7.1.0<", "junit.version>5.11.4<")) {
      assertTrue(ours.contains(version), version);
    }
    for (String version :
        List.of(
            "osgi.annotation</artifactId><version>8.1.0",
            "annotations</artifactId><version>1.5.1")) {
      assertTrue(ours.contains(version) && project.contains(version), version);
    }
  }
}
