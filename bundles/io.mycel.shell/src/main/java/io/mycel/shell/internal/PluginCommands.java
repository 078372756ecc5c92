package io.mycel.shell.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mycel.api.plugin.InstallRequest;
import io.mycel.api.plugin.PluginId;
import io.mycel.api.plugin.PluginLog;
import io.mycel.api.plugin.PluginManager;
import io.mycel.api.plugin.PluginStatus;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** What the commands for plugins do; {@link PluginCommandsComponent} gives them their names. */
final class PluginCommands {
  static final String PLUGINS = "mycel:plugins [WORKSPACE] [--json]";
  static final String LOG = "mycel:plugin-log [WORKSPACE/]NAME [LINES]";

  private static final String WORKSPACE = "public";
  private static final int LINES = 100;
  private static final int MAX_LINES = 100_000;
  private static final long PATIENCE_MINUTES = 10;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

  private final PluginManager manager;

  PluginCommands(PluginManager manager) {
    this.manager = manager;
  }

  static String usage(String name) {
    return switch (name) {
      case "plugins" -> PLUGINS;
      case "plugin-log" -> LOG;
      case "plugin-install" -> "mycel:plugin-install SOURCE [WORKSPACE]";
      default -> "mycel:" + name + " [WORKSPACE/]NAME";
    };
  }

  /** {@value #PLUGINS}. */
  String plugins(List<String> words) {
    Request request = Request.of(PLUGINS, Set.of("--json"), words);
    List<PluginStatus> found =
        manager.plugins().stream()
            .filter(
                plugin ->
                    request.filter() == null || request.filter().equals(plugin.id().workspace()))
            .toList();
    if (request.json()) {
      return json(found.stream().map(PluginCommands::fields).toList());
    }
    Table table = new Table("PLUGIN", "VERSION", "TAG", "TYPE", "STATE", "CAUSE");
    for (PluginStatus plugin : found) {
      table.add(
          plugin.id(),
          plugin.version(),
          plugin.tag(),
          plugin.type(),
          plugin.state().wire(),
          plugin.cause());
    }
    return table.toString();
  }

  /** {@value #LOG}. */
  String log(List<String> words) {
    PluginId id = id("plugin-log", words, 2);
    known(id);
    StringBuilder text = new StringBuilder();
    for (PluginLog.Line line : manager.log(id, lines(words))) {
      text.append(text.isEmpty() ? "" : "\n");
      text.append(TIME.format(Instant.ofEpochMilli(line.timeMillis())));
      text.append(' ').append("%-5s".formatted(line.level().name().toLowerCase(Locale.ROOT)));
      text.append(' ').append(Table.plain(line.text()));
    }
    return text.toString();
  }

  String start(List<String> words) throws Exception {
    return line(done(known(id("plugin-start", words, 1)), manager::start));
  }

  String stop(List<String> words) throws Exception {
    return line(done(known(id("plugin-stop", words, 1)), manager::stop));
  }

  String remove(List<String> words) throws Exception {
    PluginId id = known(id("plugin-remove", words, 1));
    done(id, manager::remove);
    return Table.plain(id.toString()) + " is removed";
  }

  String install(List<String> words) throws Exception {
    if (words.isEmpty() || words.size() > 2) {
      throw new IllegalArgumentException("usage: " + usage("plugin-install"));
    }
    String workspace = words.size() == 2 ? words.get(1) : WORKSPACE;
    return line(done(InstallRequest.of(words.get(0), workspace), manager::install));
  }

  private static PluginId id(String command, List<String> words, int most) {
    if (words.isEmpty() || words.size() > most) {
      throw new IllegalArgumentException("usage: " + usage(command));
    }
    String name = words.get(0);
    int slash = name.indexOf('/');
    return slash < 0
        ? new PluginId(WORKSPACE, name)
        : new PluginId(name.substring(0, slash), name.substring(slash + 1));
  }

  private PluginId known(PluginId id) {
    if (manager.plugin(id).isEmpty()) {
      throw new IllegalArgumentException(
          "there is no plugin '" + id + "'; mycel:plugins lists them");
    }
    return id;
  }

  private static int lines(List<String> words) {
    if (words.size() < 2) {
      return LINES;
    }
    try {
      return Math.max(1, Math.min(MAX_LINES, Integer.parseInt(words.get(1))));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("LINES must be a number; usage: " + LOG, e);
    }
  }

  /** Waits, as those at a console do; the end of the console interrupts it. */
  private static <I, O> O done(I input, Function<I, CompletionStage<O>> action) throws Exception {
    try {
      return action.apply(input).toCompletableFuture().get(PATIENCE_MINUTES, TimeUnit.MINUTES);
    } catch (ExecutionException e) {
      throw new IllegalStateException(String.valueOf(e.getCause().getMessage()), e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "it goes on after " + PATIENCE_MINUTES + " minutes; mycel:plugins shows how it ends", e);
    }
  }

  private static String line(PluginStatus plugin) {
    return Table.plain(
        plugin.id()
            + " "
            + plugin.version()
            + ": "
            + plugin.state().wire()
            + (plugin.cause().isEmpty() ? "" : ": " + plugin.cause()));
  }

  private static Map<String, Object> fields(PluginStatus plugin) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", plugin.id().name());
    fields.put("workspace", plugin.id().workspace());
    fields.put("version", plugin.version());
    fields.put("tag", plugin.tag());
    fields.put("type", plugin.type());
    fields.put("state", plugin.state().wire());
    fields.put("cause", plugin.cause());
    fields.put("source", plugin.source());
    fields.put("client_id", plugin.clientId());
    fields.put("service_id", plugin.serviceId());
    fields.put("isolation", plugin.isolation() == null ? null : plugin.isolation().wire());
    fields.put("permissions", plugin.permissions());
    return fields;
  }

  private static String json(List<Map<String, Object>> items) {
    try {
      return JsonMapper.builder()
          .build()
          .writerWithDefaultPrettyPrinter()
          .writeValueAsString(items);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("as JSON: " + e.getOriginalMessage(), e);
    }
  }
}
