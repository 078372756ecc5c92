package io.mycel.runtime.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.runtime.cli.CommandLine;
import io.mycel.runtime.cli.Terminal;
import io.mycel.runtime.text.Json;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PluginCommandTest {
  private static final String BLUR =
      """
      {"name": "Blur", "workspace": "public", "version": "0.1.0", "tag": "stable", "type":
       "web-worker", "state": "waiting", "cause": "no runtime takes web-worker", "pinned": true,
       "available": "0.2.0"}""";

  private static final String PLAN =
      """
      {"sha256": "ab12", "bytes": 4096, "warnings": ["not signed"], "steps": [{"action": "install", "name":
       "Blur\\u001b[31m", "version": "0.1.0", "tag": null, "type": "web-worker", "workspace":
       "public", "url": "https://example.org/Blur.imjoy.html", "bytes": 4096, "trust": "unlisted",
       "asks": ["network:example.org"]}]}""";

  @TempDir Path data;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<String> questions = new ArrayList<>();
  private Optional<String> answer = Optional.empty();
  private FakeManager manager;

  @BeforeEach
  void start() throws Exception {
    manager = new FakeManager();
    Files.writeString(data.resolve("connection-token"), FakeManager.TOKEN + "\n");
  }

  @AfterEach
  void stop() {
    manager.close();
  }

  private int run(Map<String, String> environment, List<String> words) throws InterruptedException {
    Optional<Terminal.Person> person =
        answer.map(
            text ->
                question -> {
                  questions.add(question);
                  return text;
                });
    return new CommandLine(List.of(PluginCommand.group("1")), "1")
        .run(
            words,
            new Terminal(
                InputStream.nullInputStream(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment,
                () -> person));
  }

  private int plugin(String... words) throws InterruptedException {
    return run(
        Map.of(),
        Stream.of(
                Stream.of("plugin"),
                Stream.of(words),
                Stream.of("--server", manager.url(), "--data-dir", data.toString()))
            .flatMap(part -> part)
            .toList());
  }

  private List<String> out() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8).stripTrailing();
  }

  @Test
  void listIsATableForPeople() throws Exception {
    manager.answers("list", "[" + BLUR + "]");
    assertEquals(0, plugin("list"));
    assertEquals(List.of("list {\"workspace\":\"public\"}"), manager.asked());
    assertEquals(
        List.of(
            "NAME|VERSION|TAG|TYPE|STATE|WORKSPACE|REMARKS",
            "Blur|0.1.0|stable|web-worker|waiting|public|"
                + "no runtime takes web-worker; update to 0.2.0; pinned"),
        out().stream().map(line -> line.replaceAll(" {2,}", "|")).toList());
    assertEquals(0, plugin("list", "--all"));
    assertEquals("list {}", manager.asked().get(1));
  }

  @Test
  void jsonListsHaveWhatProgramsCountOn() throws Exception {
    manager.answers("list", "[{\"name\": \"A\", \"extra\": 1}]");
    manager.answers("search", "[{\"name\": \"B\", \"tags\": [\"x\"]}]");
    assertEquals(0, plugin("list", "--json"));
    assertEquals(
        Json.read(
            """
            [{"name": "A", "version": "", "tag": null, "type": "", "state": "", "cause": "",
              "extra": 1}]"""),
        Json.read(String.join("\n", out())));
    out.reset();
    assertEquals(0, plugin("search", "tif", "file", "--json"));
    assertEquals("search {\"query\":\"tif file\"}", manager.asked().get(1));
    assertEquals("available", Trees.maps(Json.read(String.join("\n", out()))).get(0).get("state"));
  }

  @Test
  void installShowsThePlanAndAsks() throws Exception {
    manager.answers("plan", PLAN).answers("install", "[" + BLUR + "]");
    answer = Optional.of("y");
    assertEquals(0, plugin("install", "o/r:Blur@stable", "--allow", "files:a", "--allow=files:b"));
    assertEquals(List.of("Install it? [y/N] "), questions);
    String wish =
        "{\"source\":\"o/r:Blur@stable\",\"workspace\":\"public\","
            + "\"permissions\":[\"files:a\",\"files:b\"]}";
    String agreed = wish.replaceAll("}$", ",\"sha256\":\"ab12\",\"yes\":true}");
    assertEquals(List.of("plan " + wish, "install " + agreed), manager.asked());
    assertEquals(
        List.of(
            "install Blur?[31m 0.1.0 in the workspace public",
            "  from         https://example.org/Blur.imjoy.html",
            "  size         4.0 KB",
            "  trust        unlisted",
            "  asks for     network:example.org",
            "Warning: not signed",
            "1 plugin, 4.0 KB in all",
            "Blur 0.1.0@stable: waiting: no runtime takes web-worker"),
        out());
  }

  @Test
  void installDoesNothingUnlessSomebodyAgrees() throws Exception {
    manager.answers("plan", PLAN).answers("install", "[" + BLUR + "]");
    answer = Optional.of("");
    assertEquals(1, plugin("install", "Blur"));
    assertEquals("mycel: nothing was installed", err());
    answer = Optional.empty();
    err.reset();
    assertEquals(2, plugin("install", "Blur"));
    assertTrue(err().contains("add --yes"), err());
    assertEquals(0, plugin("install", "Blur", "--dry-run", "--yes"));
    assertEquals(0, plugin("install", "Blur", "--dry-run", "--json"));
    assertTrue(manager.asked().stream().allMatch(asked -> asked.startsWith("plan ")));
  }

  @Test
  void yesInstallsWithoutAskingAndAFailedPluginIsExitCodeOne() throws Exception {
    manager.answers("install", "{\"name\":\"A\",\"state\":\"failed\",\"cause\":\"line 3\"}");
    answer = Optional.of("n");
    assertEquals(
        1, plugin("install", "A", "--yes", "--isolation=process", "--tag", "b", "--workspace=w"));
    assertEquals(
        List.of(
            "install {\"source\":\"A\",\"tag\":\"b\",\"workspace\":\"w\",\"permissions\":[],"
                + "\"isolation\":\"process\",\"yes\":true}"),
        manager.asked());
    assertEquals(List.of("A : failed: line 3"), out());
    assertEquals(List.of(), questions);
  }

  @Test
  void filesOfThisMachineAreNamedByTheirAbsolutePaths() throws Exception {
    manager.answers("install", "[]").answers("add_repository", "[]");
    Path file = Files.writeString(data.resolve("A.imjoy.html"), "x");
    Path typed = Path.of("").toAbsolutePath().relativize(file.toAbsolutePath());
    assertEquals(0, plugin("install", "--yes", typed + "@dev"));
    assertTrue(manager.asked().get(0).contains("\"source\":" + Json.line(file + "@dev")));
    assertEquals(0, plugin("repository", "add", typed.getParent().toString()));
    assertEquals(
        "add_repository {\"source\":" + Json.line(data.toString()) + "}", manager.asked().get(1));
  }

  static Stream<Arguments> calls() {
    return Stream.of(
        Arguments.of("update Blur", "update {\"name\":\"Blur\",\"workspace\":\"public\"}"),
        Arguments.of("update --all", "update {\"workspace\":\"public\"}"),
        Arguments.of("update", "update {\"workspace\":\"public\"}"),
        Arguments.of("rollback", "rollback {}"),
        Arguments.of("rollback 3 --json", "rollback {\"revision\":3}"),
        Arguments.of("history", "history {}"),
        Arguments.of("remove Blur --workspace w", "remove {\"name\":\"Blur\",\"workspace\":\"w\"}"),
        Arguments.of("start Blur", "start {\"name\":\"Blur\",\"workspace\":\"public\"}"),
        Arguments.of("stop Blur", "stop {\"name\":\"Blur\",\"workspace\":\"public\"}"),
        Arguments.of(
            "pin Blur", "pin {\"name\":\"Blur\",\"workspace\":\"public\",\"pinned\":true}"),
        Arguments.of(
            "unpin Blur", "pin {\"name\":\"Blur\",\"workspace\":\"public\",\"pinned\":false}"),
        Arguments.of(
            "logs Blur --lines 7", "log {\"name\":\"Blur\",\"workspace\":\"public\",\"lines\":7}"),
        Arguments.of(
            "run Blur --data={\"a\":1}",
            "run {\"name\":\"Blur\",\"workspace\":\"public\","
                + "\"context\":{\"config\":{},\"data\":{\"a\":1}}}"),
        Arguments.of("repository list", "repositories {}"),
        Arguments.of("repository add o/r", "add_repository {\"source\":\"o/r\"}"),
        Arguments.of("repository remove o/r", "remove_repository {\"source\":\"o/r\"}"),
        Arguments.of("repository refresh", "refresh {}"),
        Arguments.of("mirror /m", "mirror {\"directory\":\"/m\"}"),
        Arguments.of("lock", "lock {}"));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void everyCommandAsksForItsFunction(String words, String asked) throws Exception {
    manager.answers(asked.substring(0, asked.indexOf(' ')), "[]");
    assertEquals(0, plugin(words.split(" ")), this::err);
    assertEquals(List.of(asked), manager.asked());
  }

  @Test
  void lockGoesToAFileAndBack() throws Exception {
    manager.answers("lock", "{\"lock\": 1}").answers("import_lock", "[" + BLUR + "]");
    Path file = data.resolve("plugins.lock");
    assertEquals(0, plugin("lock", file.toString()));
    assertEquals(Map.of("lock", 1), Json.read(Files.readString(file)));
    assertEquals(0, plugin("lock", "--import", file.toString()));
    String text = Json.line(Files.readString(file));
    String directory = ",\"directory\":" + Json.line(data.toString()) + "}";
    assertEquals("import_lock {\"text\":" + text + directory, manager.asked().get(1));
    assertEquals(2, plugin("lock", "--import", data.resolve("none").toString()));
  }

  @Test
  void logsPassNoEscapes() throws Exception {
    manager.answers(
        "log", "[{\"time_millis\": 0, \"level\": \"info\", \"text\": \"a\\u001b[2Jb\\nc\"}]");
    assertEquals(0, plugin("logs", "Blur"));
    assertTrue(out().get(0).endsWith(" info  a?[2Jb c"), out()::toString);
    assertTrue(out().get(0).startsWith("19"), out()::toString);
  }

  @Test
  void unknownPluginIsNamedWithTheNearestOne() throws Exception {
    manager.fails("start", 404, "no such plugin").answers("list", "[" + BLUR + "]");
    assertEquals(2, plugin("start", "Blurr"));
    assertEquals(
        "mycel: there is no plugin 'Blurr' in the workspace public; did you mean 'Blur'?", err());
    err.reset();
    assertEquals(1, plugin("start", "Blur"));
    assertEquals("mycel: no such plugin", err());
  }

  @Test
  void failureOfTheServerIsOneCleanLine() throws Exception {
    manager.fails("refresh", 500, "InstallException: it\nis \u001b[1mdown");
    assertEquals(1, plugin("repository", "refresh"));
    assertEquals("mycel: it is ?[1mdown", err());
  }

  @Test
  void withoutItsTokenTheServerIsNotAsked() throws Exception {
    Files.delete(data.resolve("connection-token"));
    assertEquals(2, plugin("list"));
    assertTrue(err().contains("there is no connection token at " + data), err());
    assertEquals(List.of(), manager.asked());
  }

  @Test
  void wrongTokenIsRefusedWithTheRemedy() throws Exception {
    Files.writeString(data.resolve("connection-token"), "x".repeat(43));
    assertEquals(2, plugin("list"));
    assertTrue(err().contains("refuses the token of " + data), err());
    assertTrue(err().contains("--data-dir"), err());
    assertFalse(err().contains("xxxx"), err());
  }

  @Test
  void tokenOfTheEnvironmentWins() throws Exception {
    Files.delete(data.resolve("connection-token"));
    manager.answers("list", "[]");
    Map<String, String> environment = Map.of("MYCEL_TOKEN", FakeManager.TOKEN);
    assertEquals(0, run(environment, List.of("plugin", "list", "--server", manager.url())));
  }

  @Test
  void tokenOfAFileGoesToNoOtherMachine() throws Exception {
    List<String> words =
        List.of("plugin", "list", "--server=http://192.0.2.1", "--data-dir", data.toString());
    assertEquals(2, run(Map.of(), words));
    assertTrue(err().contains("is not on this machine"), err());
  }

  @Test
  void whereNobodyListensTheRemedyIsToStartOne() throws Exception {
    manager.close();
    assertEquals(2, plugin("list"));
    assertTrue(err().startsWith("mycel: no Mycel listens at " + manager.url()), err());
    assertTrue(err().contains("mycel serve"), err());
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakeIsExitCodeTwoAndAsksNobody(String words, String message) throws Exception {
    assertEquals(2, plugin(words.split(" ")));
    assertTrue(err().contains(message), err());
    assertEquals(List.of(), manager.asked());
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of("rollback x", "a REVISION is a number"),
        Arguments.of("update A --all", "write either a NAME or --all"),
        Arguments.of("run A --data {", "option --data is no JSON"),
        Arguments.of("install A --isolation vm", "must be in-jvm or process"),
        Arguments.of("logs A --lines 0", "must be a number from 1"),
        Arguments.of("remove", "missing NAME"),
        Arguments.of("instal A", "did you mean install?"));
  }

  @Test
  void updatesAndRollbacksSayWhatThereIsNow() throws Exception {
    manager.answers("update", "[\"Blur 0.1.0 is now 0.2.0\"]");
    manager.answers("rollback", "{\"revision\": 4, \"plugins\": [\"public/Blur 0.1.0\"]}");
    assertEquals(0, plugin("update"));
    assertEquals(0, plugin("rollback"));
    assertEquals(
        List.of("Blur 0.1.0 is now 0.2.0", "revision 4 is in force:", "  public/Blur 0.1.0"),
        out());
  }

  @Test
  void historyIsATable() throws Exception {
    manager.answers(
        "history",
        "[{\"revision\": 1, \"created\": \"2026-01-01T00:00:00Z\", \"change\": \"install\","
            + " \"plugins\": [\"public/A 1\"]}]");
    assertEquals(0, plugin("history"));
    assertEquals(
        "1|2026-01-01T00:00:00Z|install|public/A 1", out().get(1).replaceAll(" {2,}", "|"));
  }
}
