package io.mycel.runtime.plugin;

import io.mycel.runtime.cli.Command;
import io.mycel.runtime.cli.FailureException;
import io.mycel.runtime.cli.Operands;
import io.mycel.runtime.cli.Option;
import io.mycel.runtime.cli.OptionType;
import io.mycel.runtime.cli.Terminal;
import io.mycel.runtime.cli.UsageException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code install}: shows what will happen, asks, and does it. */
final class InstallCommand {
  private static final Option TAG =
      new Option("tag", OptionType.TEXT, null, null, "Which variant of the plugin.");

  private static final Option ALLOW =
      new Option(
          "allow",
          OptionType.TEXTS,
          null,
          null,
          "Permits what the plugin does not ask for itself: network:HOST, service:ID, files:PATH."
              + " May be repeated.");

  private static final Option ISOLATION =
      new Option(
          "isolation",
          OptionType.ISOLATION,
          null,
          null,
          "Where it runs: in-jvm, or process for one of its own. By default what trust in its"
              + " origin suggests.");

  private static final Option YES =
      new Option("yes", OptionType.FLAG, null, null, "Installs without asking.");

  private static final Option DRY_RUN =
      new Option(
          "dry-run", OptionType.FLAG, null, null, "Shows what would happen, and does nothing.");

  private InstallCommand() {}

  static Command create() {
    return new ServerCommand(
        "install",
        "Installs a plugin, with what it depends on.",
        Operands.one("SOURCE"),
        List.of(TAG, PluginOptions.WORKSPACE, ALLOW, ISOLATION, YES, DRY_RUN, PluginOptions.JSON),
        InstallCommand::run);
  }

  private static int run(Call call) throws UsageException, FailureException, InterruptedException {
    boolean json = call.isGiven(PluginOptions.JSON);
    Map<String, Object> wish = wish(call);
    boolean dry = call.isGiven(DRY_RUN);
    boolean sure = call.isGiven(YES);
    if (dry || !sure) {
      Object plan = call.ask("plan", wish);
      if (json && dry) {
        call.printJson(plan);
      } else {
        PrintStream out = json ? call.terminal().err() : call.terminal().out();
        PlanText.lines(plan).forEach(out::println);
      }
      wish.put("sha256", Trees.map(plan).get("sha256"));
    }
    if (dry) {
      return 0;
    }
    if (!sure && !agrees(call.terminal())) {
      throw new FailureException("nothing was installed");
    }
    wish.put("yes", true);
    return Statuses.print(call, call.ask("install", wish));
  }

  private static Map<String, Object> wish(Call call) throws UsageException {
    String[] allowed = (String[]) ALLOW.value(call.arguments()).orElse(new String[0]);
    Map<String, Object> wish = new LinkedHashMap<>();
    wish.put("source", LocalSource.of(call.operand(), call.server().isLocal()));
    wish.put("tag", call.text(TAG));
    wish.put("workspace", call.text(PluginOptions.WORKSPACE));
    wish.put("permissions", List.of(allowed));
    wish.put("isolation", call.text(ISOLATION));
    return wish;
  }

  private static boolean agrees(Terminal terminal) throws UsageException {
    Optional<Terminal.Person> person = terminal.person();
    if (person.isEmpty()) {
      throw new UsageException(
          "the install needs an answer, and nobody is there to be asked; add --yes to agree to the"
              + " above");
    }
    String answer = person.get().answer("Install it? [y/N] ");
    return answer != null && Set.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
  }
}
