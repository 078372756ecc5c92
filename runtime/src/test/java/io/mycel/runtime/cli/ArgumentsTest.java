package io.mycel.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
  private static final Option HOST = option("host", OptionType.TEXT, "127.0.0.1");
  private static final Option PORT = option("port", OptionType.PORT, "9000");
  private static final Option URL = option("public-base-url", OptionType.URL, null);
  private static final Option LEVEL = option("log-level", OptionType.LOG_LEVEL, "info");
  private static final Option ORIGINS = option("allow-origins", OptionType.LIST, "*");
  private static final Option MOUNTS = option("static-mounts", OptionType.MOUNTS, null);
  private static final Option CONFIG = option("config", OptionType.PROPERTIES, null);
  private static final List<Option> ALL = List.of(HOST, PORT, URL, LEVEL, ORIGINS, MOUNTS, CONFIG);

  @TempDir Path directory;

  private static Option option(String name, OptionType type, String standard) {
    return new Option(name, type, standard, null, "");
  }

  private static Arguments parse(String... words) throws UsageException {
    return Arguments.parse(ALL, List.of(words));
  }

  private static String refusal(String... words) {
    return assertThrows(
            UsageException.class,
            () -> {
              Arguments arguments = parse(words);
              for (Option option : ALL) {
                option.value(arguments);
              }
            })
        .getMessage();
  }

  @Test
  void valueFollowsAnEqualsSignOrABlank() throws UsageException {
    assertEquals(Optional.of(1), PORT.value(parse("--port=1")));
    assertEquals(Optional.of(2), PORT.value(parse("--port", "2")));
    assertEquals(Optional.of("a=b"), HOST.value(parse("--host=a=b")));
  }

  @Test
  void standardStandsForWhatIsNotGiven() throws UsageException {
    assertEquals(Optional.of(9000), PORT.value(parse()));
    assertEquals(Optional.empty(), URL.value(parse()));
  }

  @Test
  void lastOneCountsWhereOnlyOneCan() throws UsageException {
    assertEquals(Optional.of(2), PORT.value(parse("--port=1", "--port", "2")));
  }

  @Test
  void repeatedFlagsAndSeveralValuesAfterOneFlagAreCollected() throws Exception {
    Path a = Files.createDirectory(directory.resolve("a"));
    Path b = Files.createDirectory(directory.resolve("b b"));
    String[] both = {"/a:" + a, "/b:" + b};
    assertMounts(both, "--static-mounts", "/a:" + a, "--static-mounts", "/b:" + b);
    assertMounts(both, "--static-mounts", "/a:" + a, "/b:" + b, "--port", "1");
    assertMounts(both, "--static-mounts=/a:" + a, "--static-mounts=/b:" + b);
    assertMounts(new String[0], "--static-mounts");
  }

  private static void assertMounts(String[] expected, String... words) throws UsageException {
    assertArrayEquals(expected, (String[]) MOUNTS.value(parse(words)).orElseThrow());
  }

  @Test
  void mountedDirectoryIsMadeAbsolute() throws UsageException {
    String here = Path.of("").toAbsolutePath().toString();
    assertMounts(new String[] {"/here:" + here}, "--static-mounts", "/here:.");
  }

  @Test
  void listsTakeCommasToo() throws UsageException {
    assertArrayEquals(
        new String[] {"https://a.org", "https://b.org", "https://c.org"},
        (String[])
            ORIGINS
                .value(
                    parse(
                        "--allow-origins=https://a.org, https://b.org",
                        "--allow-origins",
                        "https://c.org"))
                .orElseThrow());
  }

  @Test
  void slashAtTheEndOfAUrlIsDropped() throws UsageException {
    assertEquals(
        Optional.of("https://example.org/x"),
        URL.value(parse("--public-base-url=https://example.org/x/")));
  }

  @ParameterizedTest
  @CsvSource({"warning,WARN", "DEBUG,DEBUG", "critical,ERROR"})
  void levelsHaveTheNamesOfPython(String typed, String level) throws UsageException {
    assertEquals(Optional.of(level), LEVEL.value(parse("--log-level", typed)));
  }

  @Test
  void tildeIsTheHomeDirectory() throws UsageException {
    Option data = option("data-dir", OptionType.PATH, null);
    Arguments arguments = Arguments.parse(List.of(data), List.of("--data-dir=~/x"));
    assertEquals(Optional.of(Path.of(System.getProperty("user.home"), "x")), data.value(arguments));
  }

  @Test
  void unknownOptionIsNamedWithTheNearestOne() {
    assertEquals("unknown option --prot; did you mean --port?", refusal("--prot=1"));
    assertEquals("unknown option --zzzzzz; --help lists them all", refusal("--zzzzzz"));
  }

  @Test
  void optionWithoutItsValueIsRefused() {
    assertEquals("option --port needs a value", refusal("--port"));
    assertEquals("option --port needs a value", refusal("--port", "--host", "x"));
    assertEquals("option --host must not be empty", refusal("--host="));
  }

  @Test
  void wordThatBelongsToNoOptionIsRefused() {
    assertEquals("unexpected argument 'x'", refusal("--port", "1", "x"));
    assertEquals("unexpected argument '-p'", refusal("-p"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-1", "65536", "9000.5", "", "99999999999"})
  void badPortIsRefused(String typed) {
    assertEquals(
        "option --port must be a number from 0 to 65535, not '" + typed + "'",
        refusal("--port=" + typed));
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.org", "ftp://example.org", "http://", "http://a b"})
  void badUrlIsRefused(String typed) {
    assertEquals(
        "option --public-base-url must be a URL like https://example.org, not '" + typed + "'",
        refusal("--public-base-url=" + typed));
  }

  @Test
  void badLevelIsRefused() {
    assertEquals(
        "option --log-level must be one of trace, debug, info, warning, error, not 'loud'",
        refusal("--log-level=loud"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tools", "tools:./x", ":./x", "/:./x", "/tools", "/tools:"})
  void mountOfAnotherFormIsRefused(String typed) {
    assertEquals(
        "option --static-mounts must look like /path:directory, not '" + typed + "'",
        refusal("--static-mounts=" + typed));
  }

  @Test
  void mountOfAMissingDirectoryIsRefused() {
    Path missing = directory.resolve("missing");
    assertEquals(
        "option --static-mounts: there is no directory " + missing,
        refusal("--static-mounts", "/a:" + missing));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pid", "pid:key", ":key=value", "pid:=value", "key=pid:value"})
  void propertyOfAnotherFormIsRefused(String typed) {
    assertEquals(
        "option --config must look like pid:key=value, not '" + typed + "'",
        refusal("--config=" + typed));
  }

  private static final Option YES = option("yes", OptionType.FLAG, null);
  private static final Option ALLOW = option("allow", OptionType.TEXTS, null);

  private static Arguments parse(Operands operands, String... words) throws UsageException {
    return Arguments.parse(List.of(YES, ALLOW, PORT), operands, List.of(words));
  }

  private static String refusal(Operands operands, String... words) {
    return assertThrows(UsageException.class, () -> YES.value(parse(operands, words))).getMessage();
  }

  @Test
  void operandsStandAnywhereBetweenOptions() throws UsageException {
    Arguments arguments = parse(Operands.one("SOURCE"), "--yes", "x", "--allow", "a", "--allow=b");
    assertEquals(List.of("x"), arguments.operands());
    assertEquals(true, YES.isGiven(arguments));
    assertArrayEquals(new String[] {"a", "b"}, (String[]) ALLOW.required(arguments));
    assertEquals(
        List.of("x", "y"), parse(Operands.many("W", 0), "x", "--port", "1", "y").operands());
    assertEquals(false, YES.isGiven(parse(Operands.NONE)));
  }

  @Test
  void twoDashesEndTheOptions() throws UsageException {
    assertEquals(List.of("--yes"), parse(Operands.one("NAME"), "--", "--yes").operands());
    assertEquals(
        List.of("lb", "--yes", "--"),
        parse(Operands.verbatim("COMMAND"), "lb", "--yes", "--").operands());
  }

  @Test
  void operandsTooManyOrTooFewAreRefused() {
    assertEquals("missing SOURCE; --help tells more", refusal(Operands.one("SOURCE"), "--yes"));
    assertEquals("unexpected argument 'y'", refusal(Operands.one("SOURCE"), "x", "y"));
    assertEquals("unexpected argument 'y'", refusal(Operands.optional("[FILE]"), "x", "y"));
    assertEquals("missing FILE...; --help tells more", refusal(Operands.many("FILE...", 1)));
  }

  @Test
  void flagTakesNoValue() {
    assertEquals("option --yes takes no value", refusal(Operands.NONE, "--yes=no"));
  }
}
