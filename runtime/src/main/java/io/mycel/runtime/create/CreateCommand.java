package io.mycel.runtime.create;

import io.mycel.runtime.cli.Arguments;
import io.mycel.runtime.cli.Command;
import io.mycel.runtime.cli.FailureException;
import io.mycel.runtime.cli.Nearest;
import io.mycel.runtime.cli.Operands;
import io.mycel.runtime.cli.Option;
import io.mycel.runtime.cli.OptionType;
import io.mycel.runtime.cli.Terminal;
import io.mycel.runtime.cli.UsageException;
import io.mycel.runtime.platform.OwnJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code plugin create}: makes the folder of a new plugin, with docs and a test that runs. */
public final class CreateCommand implements Command {
  private static final Option TYPE =
      new Option(
          "type",
          OptionType.TEXT,
          "web-worker",
          null,
          "What it is: " + types(", ") + "; java is a Maven project.");

  private static final Option DIRECTORY =
      new Option(
          "directory",
          OptionType.PATH,
          null,
          null,
          "The folder to make; by default one of the plugin's name, here.");

  private final String version;

  /** The command of a version. */
  public CreateCommand(String version) {
    this.version = version;
  }

  @Override
  public String name() {
    return "create";
  }

  @Override
  public String summary() {
    return "Makes the folder of a new plugin, with docs and a test that runs.";
  }

  @Override
  public List<Option> options() {
    return List.of(TYPE, DIRECTORY);
  }

  @Override
  public Operands operands() {
    return Operands.one("NAME");
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) throws UsageException, FailureException {
    PluginName name = PluginName.of(arguments.operands().get(0));
    Template template = template((String) TYPE.required(arguments));
    Path folder = (Path) DIRECTORY.value(arguments).orElse(Path.of(name.dashed()).toAbsolutePath());
    if (Files.exists(folder)) {
      throw new UsageException(
          folder + " is there already; choose another by --directory, or delete it");
    }
    try {
      write(folder, template.files(name, version));
      if (template.needsContracts()) {
        OwnJar.copyBundle("io.mycel.api", folder.resolve("lib/io.mycel.api.jar"));
        OwnJar.copyBundle("io.mycel.api.plugin", folder.resolve("lib/io.mycel.api.plugin.jar"));
      }
    } catch (IOException e) {
      throw new FailureException("cannot write " + folder + ": " + e.getMessage(), e);
    }
    terminal.out().println("The plugin '" + name.text() + "' is in " + folder);
    terminal.out().println("Test it there by: " + template.test());
    return 0;
  }

  private static void write(Path folder, Map<String, String> files) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }

  private static Template template(String type) throws UsageException {
    List<String> known = Arrays.stream(Template.values()).map(Template::type).toList();
    return Template.of(type)
        .orElseThrow(
            () ->
                new UsageException(
                    "option --type must be one of "
                        + types(", ")
                        + ", not '"
                        + type
                        + "'"
                        + Nearest.to(type, known)
                            .map(near -> "; did you mean " + near + "?")
                            .orElse("")));
  }

  private static String types(String between) {
    return Arrays.stream(Template.values())
        .map(Template::type)
        .collect(Collectors.joining(between));
  }
}
