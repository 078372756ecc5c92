package io.mycel.plugins.internal.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PluginUriTest {

  private static PluginUri file(String url, String tag) {
    return new PluginUri.File(URI.create(url), tag);
  }

  @Test
  void aPluginOfARepository() {
    assertEquals(
        new PluginUri.InRepository(
            "imjoy-team", "imjoy-plugins", null, "Tif File Importer", "stable"),
        PluginUri.parse("imjoy-team/imjoy-plugins:Tif File Importer@stable"));
    assertEquals(
        new PluginUri.InRepository("o", "r.js", "1a2b3c", "X", "dev"),
        PluginUri.parse("o/r.js@1a2b3c:X#dev"));
    assertEquals(new PluginUri.InRepository("o", "r", null, "X", null), PluginUri.parse(" o/r:X "));
    assertEquals(
        new PluginUri.InRepository("o", "r", "feature/a", "X", null),
        PluginUri.parse("o/r@feature/a:X"));
  }

  @Test
  void aPluginOfAKnownRepository() {
    assertEquals(
        new PluginUri.Named("Tif File Importer", null), PluginUri.parse("Tif File Importer"));
    assertEquals(new PluginUri.Named("A", "GPU"), PluginUri.parse("A@GPU"));
    assertEquals(new PluginUri.Named("A", "GPU"), PluginUri.parse("A#GPU"));
  }

  @Test
  void aPluginFileByItsUrl() {
    assertEquals(
        file("https://example.org/a/Some.imjoy.html", "dev"),
        PluginUri.parse("https://example.org/a/Some.imjoy.html#dev"));
    assertEquals(
        file("https://example.org/a/My%20Plugin.imjoy.html?raw=1", "dev"),
        PluginUri.parse("https://example.org/a/My Plugin.imjoy.html?raw=1@dev"));
    assertEquals(
        file("https://raw.githubusercontent.com/o/r/main/p/X%20Y.imjoy.html", "t"),
        PluginUri.parse("https://github.com/o/r/blob/main/p/X%20Y.imjoy.html@t"));
    assertEquals(
        file("https://me@example.org/X.imjoy.html", null),
        PluginUri.parse("https://me@example.org/X.imjoy.html"));
  }

  @Test
  void aGist() {
    assertEquals(
        new PluginUri.Gist("0123456789abcdef", "dev"),
        PluginUri.parse("https://gist.github.com/someone/0123456789abcdef@dev"));
    assertEquals(
        new PluginUri.Gist("0123456789abcdef", null),
        PluginUri.parse("https://gist.github.com/0123456789abcdef"));
  }

  @Test
  void anyOtherUrlIsAPageThatSpeaksForItself() {
    assertEquals(
        new PluginUri.Page(URI.create("https://kaibu.org/#/app")),
        PluginUri.parse("https://kaibu.org/#/app"));
  }

  @Test
  void filesOfThisMachine() {
    Path file = Path.of("/a@b/My Plugin.imjoy.html");
    assertEquals(
        new PluginUri.Local(file, "dev"), PluginUri.parse("/a@b/My Plugin.imjoy.html#dev"));
    assertEquals(
        new PluginUri.Local(file, "dev"), PluginUri.parse("file:///a@b/My Plugin.imjoy.html@dev"));
    assertEquals(
        new PluginUri.Local(file, null), PluginUri.parse("file:/a@b/My%20Plugin.imjoy.html"));
    assertEquals(
        new PluginUri.Local(Path.of("x.imjoy.html"), null), PluginUri.parse("x.imjoy.html"));
    assertEquals(new PluginUri.Local(Path.of("./a/b.jar"), null), PluginUri.parse("./a/b.jar"));
    assertThrows(
        IllegalArgumentException.class, () -> PluginUri.parse("file://server/x.imjoy.html"));
  }

  @Test
  void aJavaPluginIsAJar() {
    assertEquals(
        new PluginUri.Bundle(URI.create("https://example.org/p.jar?x=1")),
        PluginUri.parse("https://example.org/p.jar?x=1"));
  }

  @Test
  void whatNamesNoPluginIsRefusedWithTheForms() {
    for (String text :
        List.of("", "  ", "a/b", "a:b", "a/b:", "/etc/passwd", "..\\x", "@tag", "o/r:a/b")) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> PluginUri.parse(text), text)
              .getMessage();
      assertTrue(message.contains("names no plugin: write a URL"), message);
    }
    assertThrows(IllegalArgumentException.class, () -> PluginUri.parse("https:///X.imjoy.html"));
    assertThrows(
        IllegalArgumentException.class,
        () -> PluginUri.parse("https://exa mple\u0000/X.imjoy.html"));
  }
}
