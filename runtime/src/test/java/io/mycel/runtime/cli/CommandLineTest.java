package io.mycel.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandLineTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** Prints its name and its one option. */
  private record Echo(String name) implements Command {
    private static final Option SAY =
        new Option("say", OptionType.TEXT, "nothing", null, "What to say.");

    @Override
    public String summary() {
      return "Repeats.";
    }

    @Override
    public List<Option> options() {
      return List.of(SAY);
    }

    @Override
    public int run(Arguments arguments, Terminal terminal) throws UsageException {
      terminal.out().print(name + " " + SAY.required(arguments));
      return 7;
    }
  }

  /** Tries, and fails. */
  private record Failing() implements Command {
    @Override
    public String name() {
      return "fly";
    }

    @Override
    public String summary() {
      return "Flies.";
    }

    @Override
    public List<Option> options() {
      return List.of();
    }

    @Override
    public Operands operands() {
      return Operands.many("PLACE...", 0);
    }

    @Override
    public int run(Arguments arguments, Terminal terminal) throws FailureException {
      throw new FailureException("no wind");
    }
  }

  private int run(String... words) throws InterruptedException {
    CommandLine commandLine =
        new CommandLine(
            List.of(
                new Echo("serve"),
                new Echo("console"),
                new CommandGroup("bird", "Sings.", List.of(new Echo("sing"), new Failing()))),
            "1.2.3");
    return commandLine.run(
        List.of(words),
        new Terminal(
            InputStream.nullInputStream(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of()));
  }

  @Test
  void firstWordNamesTheCommand() throws InterruptedException {
    assertEquals(7, run("console", "--say", "hi"));
    assertEquals("console hi", out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void firstCommandIsRunWhereNoneIsNamed() throws InterruptedException {
    assertEquals(7, run("--say=hi"));
    assertEquals(7, run());
    assertEquals("serve hiserve nothing", out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void versionIsOneLine() throws InterruptedException {
    assertEquals(0, run("--version"));
    assertEquals("Mycel 1.2.3" + System.lineSeparator(), out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void helpShowsEveryCommandAndOptionWithItsStandard() throws InterruptedException {
    assertEquals(0, run("console", "--help"));
    String help = out.toString(StandardCharsets.UTF_8);
    assertTrue(help.contains("Usage: mycel console [options]\n"), help);
    assertTrue(help.contains("  serve  Repeats.\n  console  Repeats.\n  bird  Sings.\n"), help);
    assertTrue(help.contains("  --say TEXT\n      What to say. [nothing]\n"), help);
  }

  @Test
  void refusalIsOneLineAndExitCodeTwo() throws InterruptedException {
    assertEquals(2, run("--sy=hi"));
    assertEquals(
        "mycel: unknown option --sy; did you mean --say?" + System.lineSeparator(),
        err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void unknownCommandIsNamedWithTheNearestOne() throws InterruptedException {
    assertEquals(2, run("sreve"));
    assertEquals(
        "mycel: unknown command 'sreve'; --help lists them all" + System.lineSeparator(),
        err.toString(StandardCharsets.UTF_8));
    err.reset();
    assertEquals(2, run("serv"));
    assertEquals(
        "mycel: unknown command 'serv'; did you mean serve?" + System.lineSeparator(),
        err.toString(StandardCharsets.UTF_8));
  }

  private String complaint(int code, String... words) throws InterruptedException {
    err.reset();
    assertEquals(code, run(words));
    return err.toString(StandardCharsets.UTF_8).stripTrailing();
  }

  @Test
  void wordsBehindAGroupNameItsCommand() throws InterruptedException {
    assertEquals(7, run("bird", "sing", "--say", "hi"));
    assertEquals("sing hi", out.toString(StandardCharsets.UTF_8));
    assertEquals("mycel: bird needs one of sing, fly; --help tells more", complaint(2, "bird"));
    assertEquals(
        "mycel: unknown command 'bird sng'; did you mean sing?", complaint(2, "bird", "sng"));
  }

  @Test
  void failureIsOneLineAndExitCodeOne() throws InterruptedException {
    assertEquals("mycel: no wind", complaint(1, "bird", "fly", "south"));
  }

  @Test
  void helpOfAGroupListsItsCommandsAndThatOfACommandItsOptions() throws InterruptedException {
    assertEquals(0, run("bird", "--help"));
    String group = out.toString(StandardCharsets.UTF_8);
    assertTrue(group.contains("Usage: mycel bird COMMAND [options]\n"), group);
    assertTrue(group.contains("  sing  Repeats.\n  fly PLACE...  Flies.\n"), group);
    out.reset();
    assertEquals(0, run("bird", "fly", "--help"));
    String command = out.toString(StandardCharsets.UTF_8);
    assertTrue(
        command.contains("Usage: mycel bird fly [options] PLACE...\n\nOptions of bird fly:"));
  }
}
