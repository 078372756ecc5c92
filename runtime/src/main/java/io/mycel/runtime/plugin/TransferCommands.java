package io.mycel.runtime.plugin;

import io.mycel.runtime.cli.Command;
import io.mycel.runtime.cli.FailureException;
import io.mycel.runtime.cli.Operands;
import io.mycel.runtime.cli.Option;
import io.mycel.runtime.cli.OptionType;
import io.mycel.runtime.cli.UsageException;
import io.mycel.runtime.text.Json;
import io.mycel.runtime.text.PlainText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The commands that carry a set of plugins elsewhere: {@code mirror}, {@code lock}. */
final class TransferCommands {
  private static final Option IMPORT =
      new Option("import", OptionType.FILE, null, null, "Installs what a lock file says, exactly.");

  private TransferCommands() {}

  static List<Command> all() {
    return List.of(
        new ServerCommand(
            "mirror",
            "Writes the plugins with all they need into a folder that installs without a network.",
            Operands.one("DIR"),
            List.of(PluginOptions.JSON),
            TransferCommands::mirror),
        new ServerCommand(
            "lock",
            "Writes down exactly what is installed, to a file or the standard output.",
            Operands.optional("[FILE]"),
            List.of(IMPORT, PluginOptions.JSON),
            TransferCommands::lock));
  }

  private static int mirror(Call call)
      throws UsageException, FailureException, InterruptedException {
    if (!call.server().isLocal() && !call.operand().startsWith("/")) {
      throw new UsageException(
          "the folder is one of the server's machine: write it as an absolute path");
    }
    String directory =
        call.server().isLocal()
            ? Path.of(call.operand()).toAbsolutePath().normalize().toString()
            : call.operand();
    Object written = call.ask("mirror", Map.of("directory", directory));
    if (call.isGiven(PluginOptions.JSON)) {
      call.printJson(written);
      return 0;
    }
    Map<String, Object> counts = Trees.map(written);
    call.print(
        "%s plugins and %s libraries (%s) are in %s"
            .formatted(
                Trees.number(counts, "plugins"),
                Trees.number(counts, "libraries"),
                PlanText.size(Trees.number(counts, "bytes")),
                directory));
    Trees.texts(counts.get("warnings"))
        .forEach(warning -> call.print("Warning: " + PlainText.line(warning)));
    return 0;
  }

  private static int lock(Call call) throws UsageException, FailureException, InterruptedException {
    if (call.isGiven(IMPORT)) {
      if (call.operand() != null) {
        throw new UsageException("write either a FILE or --import FILE");
      }
      Path file = (Path) IMPORT.required(call.arguments());
      Map<String, Object> lock = new LinkedHashMap<>();
      lock.put("text", read(file));
      if (call.server().isLocal()) {
        lock.put("directory", file.toAbsolutePath().normalize().getParent().toString());
      }
      return Statuses.print(call, call.ask("import_lock", lock));
    }
    Object lock = call.ask("lock", Map.of());
    String text = lock instanceof String written ? written.stripTrailing() : Json.pretty(lock);
    if (call.operand() == null) {
      call.print(text);
      return 0;
    }
    Path file = Path.of(call.operand());
    try {
      Files.writeString(file, text + "\n");
    } catch (IOException e) {
      throw new UsageException("cannot write " + file + ": " + reason(e), e);
    }
    return 0;
  }

  private static String read(Path file) throws UsageException {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UsageException("cannot read " + file + ": " + reason(e), e);
    }
  }

  private static String reason(IOException e) {
    // the message of a FileSystemException is often only the path
    return e.getClass().getSimpleName().replace("Exception", "") + ": " + e.getMessage();
  }
}
