package io.mycel.plugins.internal.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.plugin.PluginBlock;
import io.mycel.api.plugin.PluginBlock.Kind;
import io.mycel.api.plugin.PluginDescriptor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PluginFileParserTest {

  private static final String MINIMAL =
      "<config lang=\"json\">{\"name\": \"A\", \"type\": \"web-worker\"}</config>\n";

  private static PluginFile parse(String text) throws PluginFormatException {
    return PluginFileParser.parse("A.imjoy.html", text);
  }

  private static String refusal(String text) {
    return assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> assertThrows(PluginFormatException.class, () -> parse(text)).getMessage());
  }

  private static String config(String settings) {
    return "<config lang=\"json\">" + settings + "</config>";
  }

  @Test
  void aPluginWithEveryKindOfBlock() throws Exception {
    PluginDescriptor plugin =
        parse(
                """
                <docs lang="markdown">
                # Title
                <config>{"name": "not this one"}</config>
                </docs>

                <config lang="json">
                {
                  "name": "Every Block",
                  "type": "window",
                  "version": "0.1.8-beta",
                  "description": "a < b",
                  "tags": ["CPU", "GPU"],
                  "requirements": {"CPU": ["a.js"], "GPU": ["a.js", "b.js"]},
                  "dependencies": ["owner/repo:Other@stable"],
                  "flags": [],
                  "env": {}
                }
                </config>

                <script lang="javascript" src=https://example.org/a.js></script>
                <script lang="python" tag="GPU">
                  import os
                  if os:
                    print("</div>")
                </script>
                <window lang="html">
                  <div><br><img src="x"><window>inner</window></div>
                </window>
                <style lang="css" scoped>a > b {}</style>
                <link rel="stylesheet" href="https://example.org/a.css">
                <attachment name="data.txt">1 2 3</attachment>
                <file name='more.txt'>4 5 6</file>
                <!-- <script>commented out</script> -->
                <template><script>not at the top level</script></template>
                """)
            .select("GPU");

    assertEquals("Every Block", plugin.name());
    assertEquals("window", plugin.type());
    assertEquals("0.1.8-beta", plugin.version());
    assertEquals("a < b", plugin.description());
    assertEquals(List.of("CPU", "GPU"), plugin.tags());
    assertEquals("GPU", plugin.tag());
    assertEquals(List.of("a.js", "b.js"), plugin.requirements());
    assertEquals(List.of("owner/repo:Other@stable"), plugin.dependencies());
    assertNull(plugin.config().get("env"), "an empty object is no setting");
    List<PluginBlock> scripts = plugin.blocks(Kind.SCRIPT);
    assertEquals(2, scripts.size());
    assertEquals("https://example.org/a.js", scripts.get(0).attribute("src"));
    assertEquals(
        "\nimport os\nif os:\n  print(\"</div>\")\n",
        scripts.get(1).content().stripTrailing() + "\n");
    assertEquals(21, scripts.get(1).line());
    assertEquals(
        "<div><br><img src=\"x\"><window>inner</window></div>",
        plugin.blocks(Kind.WINDOW).get(0).content().strip());
    assertEquals("true", plugin.blocks(Kind.STYLE).get(0).attribute("scoped"));
    assertEquals("a > b {}", plugin.blocks(Kind.STYLE).get(0).content());
    assertEquals("https://example.org/a.css", plugin.blocks(Kind.LINK).get(0).attribute("href"));
    assertEquals("1 2 3", plugin.attachment("data.txt").orElseThrow());
    assertEquals("4 5 6", plugin.attachment("more.txt").orElseThrow());
    assertTrue(plugin.docs().orElseThrow().contains("not this one"));
  }

  @Test
  void theFirstTagIsTheStandardOne() throws Exception {
    PluginFile file =
        parse(
            config(
                    """
                    {"name": "A", "type": {"x": "web-worker", "y": "iframe"}, "tags": ["x", "y"]}
                    """)
                + "<script>both</script><script tag='y'>only y</script>");
    assertEquals("web-worker", file.select(null).type());
    assertEquals("iframe", file.select("y").type());
    assertEquals(1, file.select("x").blocks(Kind.SCRIPT).size());
    assertEquals(2, file.select("y").blocks(Kind.SCRIPT).size());
    String message = assertThrows(PluginFormatException.class, () -> file.select("z")).getMessage();
    assertEquals(
        "A.imjoy.html: line 1: config: 'tags': there is no tag 'z', there are [x, y]", message);
  }

  @Test
  void configMayBeYaml() throws Exception {
    PluginDescriptor plugin =
        parse(
                """
                <config lang="yaml">
                  name: A
                  type: native-python
                  version: 0.2
                  created: 2020-01-02
                  requirements: &libraries
                    - pip:numpy
                  also: *libraries
                  1: one
                </config>
                """)
            .select(null);
    assertEquals("0.2", plugin.version());
    assertEquals(List.of("pip:numpy"), plugin.requirements());
    assertEquals(List.of("pip:numpy"), plugin.config().get("also"));
    assertEquals("one", plugin.config().get("1"));
    assertEquals("2020-01-02T00:00:00Z", plugin.config().get("created"));
  }

  @Test
  void namesOfTypesFromBeforeAreStillUnderstood() throws Exception {
    assertEquals(
        "native-python",
        parse(config("{\"name\": \"A\", \"mode\": \"pyworker\"}")).select(null).type());
    assertEquals(
        "iframe", parse(config("{\"name\": \"A\", \"mode\": \"iframe\"}")).select(null).type());
  }

  @Test
  void blocksOfHyphaAreUnderstood() throws Exception {
    PluginDescriptor plugin =
        parse("<manifest lang='yaml'>\nname: A\ntype: web-worker\n</manifest>").select(null);
    assertEquals("A", plugin.name());
  }

  @Test
  void anEnvironmentMayBeAnObjectItself() throws Exception {
    Map<String, Object> config =
        parse(
                config(
                    """
                    {"name": "A", "type": "native-python", "tags": ["x"],
                     "env": {"type": "binder", "spec": "o/r"}}
                    """))
            .select(null)
            .config();
    assertEquals(Map.of("type", "binder", "spec", "o/r"), config.get("env"));
  }

  @Test
  void sloppyHtmlIsRead() throws Exception {
    PluginDescriptor plugin =
        parse(
                "\uFEFF<!DOCTYPE html>\n<br><hr/>\n<CONFIG>{\"name\":\"A\",\"type\":\"t\"}</Config >"
                    + "<script>if (a < b) { c = '<config>' }</script ></p>text 1 < 2")
            .select(null);
    assertEquals("A", plugin.name());
    assertEquals("if (a < b) { c = '<config>' }", plugin.blocks(Kind.SCRIPT).get(0).content());
  }

  @Test
  void whatIsWrongIsNamedWithItsLine() {
    assertTrue(refusal("").contains("line 1: there is no <config> block; add one"));
    assertEquals(
        "A.imjoy.html: line 2: the block <script> does not end: add '</script>'",
        refusal(MINIMAL + "<script>let a"));
    assertEquals(
        "A.imjoy.html: line 2: the tag '<script' does not end: add '>'",
        refusal(MINIMAL + "<script lang='a"));
    assertTrue(
        refusal("\n" + config("\n{\"name\": \"A\",\n \"type\" \"t\"}"))
            .startsWith("A.imjoy.html: line 4: config: it is no JSON: "));
    assertTrue(
        refusal("<config lang='yaml'>\nname: A\n  type: b: c\n</config>")
            .startsWith("A.imjoy.html: line 3: config: it is no YAML: "));
    assertTrue(refusal("<config lang='toml'></config>").contains("\"json\" or \"yaml\", not"));
    assertTrue(refusal(config("[]")).contains("must be an object"));
    assertTrue(refusal(config("{} {}")).contains("it is no JSON"));
    assertTrue(refusal(config("{\"type\": \"t\"}")).contains("'name': it is missing"));
    assertTrue(refusal(config("{\"name\": \"A\"}")).contains("'type': it is missing"));
    assertTrue(
        refusal(config("{\"name\": 7, \"type\": \"t\"}"))
            .contains("'name': it must be a text, not a number"));
    assertTrue(
        refusal(config("{\"name\": \"A\", \"type\": \"t\", \"requirements\": [1]}"))
            .contains("'requirements': it must be a list of texts"));
    assertTrue(
        refusal(config("{\"name\": \"A\", \"type\": \"t\", \"env\": {\"x\": 1}}"))
            .contains("but there are no 'tags'"));
    assertTrue(
        refusal(
                config(
                    "{\"name\": \"A\", \"type\": \"t\", \"tags\": [\"y\"], \"ui\": {\"x\": \"\"}}"))
            .contains("it has values for [x], but the tags are [y]"));
  }

  @Test
  void namesThatLeadElsewhereAreRefused() {
    for (String name :
        List.of(
            "a/b",
            "a\\\\b",
            "..",
            "a\\r\\nExport-Package: x",
            "\\u0000",
            "x".repeat(101),
            "a\\u001b[31mb",
            "photo\\u202elmth.yojmi",
            "\\u2067a",
            "Blu\\u200br",
            "a\\u2028b")) {
      assertTrue(
          refusal(config("{\"name\": \"" + name + "\", \"type\": \"t\"}")).contains("'name': it "),
          name);
    }
  }

  @Test
  void versionsTypesAndTagsThatAreNotWhatTheyLookLikeAreRefused() throws Exception {
    for (String word :
        List.of(
            "1\\r\\nExport-Package: x",
            "1\\n12:00:00.000 ERROR io.mycel - forged",
            "1\\u001b[31m",
            "1\\u009b2J",
            "1\\u202e2",
            "1\\u2028",
            "9".repeat(101))) {
      for (String settings :
          List.of(
              "{\"name\": \"A\", \"type\": \"t\", \"version\": \"1%s2\"}",
              "{\"name\": \"A\", \"type\": \"1%s2\"}",
              "{\"name\": \"A\", \"type\": \"t\", \"tags\": [\"a\", \"1%s2\"]}")) {
        String refusal = refusal(config(settings.formatted(word)));
        assertTrue(
            refusal.matches("A\\.imjoy\\.html: line 1: config: '(?:version|type|tags)': it .*"),
            refusal);
      }
    }
    assertEquals(
        "1.0 beta",
        parse(config("{\"name\": \"A\", \"type\": \"t\", \"version\": \" 1.0 beta\\n\"}"))
            .select(null)
            .version());
  }

  @Test
  void namesOfAnyScriptAreAllowed() throws Exception {
    for (String name : List.of("Größe", "画像 平滑化", "تصویر\u200cها", "👩\u200d🔬 lab", "a  b")) {
      assertEquals(
          name, parse(config("{\"name\": \"" + name + "\", \"type\": \"t\"}")).select(null).name());
    }
  }

  @Test
  void hugeAndDeepFilesAreRefusedFast() {
    assertTrue(refusal(MINIMAL + " ".repeat(10_000_000)).contains("more than 5242880 characters"));
    assertTrue(refusal(config("[".repeat(1000))).contains("nesting depth"));
    assertTrue(
        refusal("<config lang='yaml'>" + "[".repeat(1000) + "</config>")
            .contains("Nesting Depth exceeded max 50"));
    String number = "1".repeat(1_000_000);
    String json = refusal(config("{\"a\": " + number + "}"));
    assertTrue(json.contains("it is no JSON: Number value length"), json);
    String yaml = refusal("<config lang='yaml'>\n\na: !!int " + number + "\n</config>");
    assertTrue(yaml.contains("line 3: config: it is no YAML: a number has more than"), yaml);
    assertTrue(refusal(config("\"" + "x".repeat(2_000_000) + "\"")).contains("characters"));
    assertTrue(refusal("<script></script>".repeat(2000)).contains("more than 1000 blocks"));
  }

  @Test
  void bombsOfYamlAreRefusedFast() {
    StringBuilder laughs = new StringBuilder("<config lang='yaml'>\na0: &a0 [x]\n");
    for (int i = 1; i < 10; i++) {
      laughs.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(9)));
    }
    assertTrue(refusal(laughs + "</config>").contains("Number of aliases for non-scalar nodes"));

    StringBuilder doubling = new StringBuilder("<config lang='yaml'>\na0: &a0 [x]\n");
    for (int i = 1; i < 24; i++) {
      doubling.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    assertTrue(refusal(doubling + "</config>").contains("more than 100000 values"));

    assertTrue(refusal("<config lang='yaml'>\na: &a [*a]\n</config>").contains("levels"));
    assertTrue(
        refusal("<config lang='yaml'>\na: !!java.net.URL ['http://localhost']\n</config>")
            .contains("it is no YAML"));
    assertTrue(refusal("<config lang='yaml'>\na: !!binary eA==\n</config>").contains("binary"));
    assertTrue(
        refusal("<config lang='yaml'>\nname: A\nname: B\ntype: t\n</config>")
            .contains("duplicate key name"));
  }

  @Test
  void filesMadeOfTagsAreReadFast() {
    String open = "<a>".repeat(1_500_000);
    assertTrue(refusal(open + "</a>").contains("there is no <config> block"));
    StringBuilder kinds = new StringBuilder();
    for (int i = 0; kinds.length() < 4_000_000; i++) {
      kinds.append("<x").append(i).append('>');
    }
    assertTrue(refusal(kinds.toString()).contains("kinds of elements do not end"));
    assertTrue(refusal("<docs>".repeat(800_000)).contains("<docs> does not end"));
    assertTrue(refusal("<!--".repeat(1_000_000)).contains("there is no <config> block"));
  }
}
