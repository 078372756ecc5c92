package io.mycel.runtime.tools;

import io.mycel.api.plugin.tools.Finding;
import io.mycel.api.plugin.tools.Inspection;
import io.mycel.runtime.cli.Command;
import io.mycel.runtime.cli.FailureException;
import io.mycel.runtime.cli.Operands;
import io.mycel.runtime.cli.Option;
import io.mycel.runtime.cli.OptionType;
import io.mycel.runtime.cli.UsageException;
import io.mycel.runtime.text.Json;
import io.mycel.runtime.text.PlainText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The commands for authors of plugins, and of repositories of plugins. */
public final class ToolCommands {
  private static final Option JSON =
      new Option("json", OptionType.FLAG, null, null, "Prints JSON, for programs.");

  private static final Option STRICT =
      new Option("strict", OptionType.FLAG, null, null, "Takes warnings for errors.");

  private static final Option SIGN =
      new Option(
          "sign",
          OptionType.FILE,
          null,
          null,
          "Signs the manifest by the key in this file; 'mycel plugin key' makes one.");

  private ToolCommands() {}

  /** The commands. */
  public static List<Command> all() {
    return List.of(
        new ToolCommand(
            "inspect",
            "Says what plugin files hold; needs no server.",
            Operands.many("FILE...", 1),
            List.of(JSON),
            ToolCommands::inspect),
        new ToolCommand(
            "validate",
            "Says what is wrong with plugin files, or with the folder of a repository.",
            Operands.many("FILE|DIR...", 1),
            List.of(STRICT, JSON),
            ToolCommands::validate),
        new ToolCommand(
            "manifest",
            "Writes the manifest.imjoy.json of a folder of plugins.",
            Operands.one("DIR"),
            List.of(SIGN),
            ToolCommands::manifest),
        new ToolCommand(
            "key",
            "Makes a key to sign manifests with.",
            Operands.one("FILE"),
            List.of(),
            ToolCommands::key));
  }

  private static int inspect(ToolCommand.Work work) throws UsageException {
    List<Inspection> found = work.paths().stream().map(work.tools()::inspect).toList();
    if (JSON.isGiven(work.arguments())) {
      work.print(Json.pretty(found.stream().map(InspectionText::json).toList()));
    } else {
      found.stream().flatMap(each -> InspectionText.lines(each).stream()).forEach(work::print);
    }
    boolean good = found.stream().allMatch(each -> each.errors().isEmpty());
    return good ? 0 : FailureException.EXIT_CODE;
  }

  private static int validate(ToolCommand.Work work) throws UsageException, IOException {
    List<Finding> findings = work.tools().validate(work.paths());
    if (JSON.isGiven(work.arguments())) {
      work.print(Json.pretty(findings.stream().map(ToolCommands::json).toList()));
    } else {
      findings.forEach(
          each ->
              work.print(
                  PlainText.line(each.file() + ": " + severity(each) + ": " + each.message())));
    }
    boolean strict = STRICT.isGiven(work.arguments());
    boolean bad =
        findings.stream().anyMatch(each -> strict || each.severity() == Finding.Severity.ERROR);
    return bad ? FailureException.EXIT_CODE : 0;
  }

  private static Map<String, Object> json(Finding finding) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("file", finding.file().toString());
    json.put("severity", severity(finding));
    json.put("message", finding.message());
    return json;
  }

  private static String severity(Finding finding) {
    return finding.severity() == Finding.Severity.ERROR ? "error" : "warning";
  }

  private static int manifest(ToolCommand.Work work)
      throws UsageException, FailureException, IOException {
    Optional<Path> key = SIGN.value(work.arguments()).map(Path.class::cast);
    try {
      List<Path> written = work.tools().writeManifest(work.paths().get(0), key);
      written.forEach(file -> work.print(file.toString()));
      return 0;
    } catch (IllegalArgumentException e) {
      List<String> lines = new ArrayList<>(e.getMessage().lines().map(PlainText::line).toList());
      String last = lines.remove(lines.size() - 1);
      lines.forEach(work.terminal().err()::println);
      throw new FailureException(last, e);
    }
  }

  private static int key(ToolCommand.Work work) throws IOException {
    String publicKey = work.tools().createKey(work.paths().get(0));
    work.print("The public key is " + publicKey);
    work.print(
        "Keep " + work.paths().get(0) + " secret, and a copy of it: users remember the key.");
    return 0;
  }
}
