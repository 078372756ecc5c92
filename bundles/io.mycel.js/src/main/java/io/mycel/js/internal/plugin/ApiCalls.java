package io.mycel.js.internal.plugin;

import io.mycel.api.plugin.InstallRequest;
import io.mycel.api.plugin.Isolation;
import io.mycel.api.plugin.PluginContext;
import io.mycel.api.plugin.PluginId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * The methods of {@code api} that need the server (ImJoy's API, and Hypha's where a plugin may use
 * both); the others are in {@code api.js}.
 */
final class ApiCalls {
  private static final String UI = "ui.";
  private static final String WORKSPACE = "workspace";

  private final PluginContext context;
  private final OtherServices others;
  private final OwnServices own;
  private final WorkspaceFiles files;
  private final Executor executor;
  private CompletableFuture<?> lastRead = CompletableFuture.completedFuture(null);

  /**
   * The methods for one plugin.
   *
   * @param executor reads files
   */
  ApiCalls(
      PluginContext context,
      OtherServices others,
      OwnServices own,
      WorkspaceFiles files,
      Executor executor) {
    this.context = context;
    this.others = others;
    this.own = own;
    this.files = files;
    this.executor = executor;
  }

  /** Does what a method says; never throws. */
  CompletionStage<Object> ask(String method, List<Object> given) {
    try {
      Arguments args = Arguments.of(method, given);
      return method.startsWith(UI)
          ? context
              .userInterface()
              .call(context.id(), method.substring(UI.length()), args.positional(), args.named())
          : answer(method, args);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletionStage<Object> answer(String method, Arguments args) {
    return switch (method) {
      case "getPlugin" -> others.plugin(args);
      case "loadPlugin" -> load(args);
      case "getService" -> others.service(args.text(0, "id", "name"));
      case "getServices" -> others.services(args.query());
      case "listServices" -> others.list(args.query());
      case "getFileManager" -> fileManager(args.optional(0));
      case "listFiles" -> list(args);
      case "readFile" -> read(args.text(0, "path"));
      case "getEngine" -> others.ofType("engine", args.optional(0));
      case "getEngineFactory" -> others.ofType("engine-factory", args.optional(0));
      case "registerService" -> own.register(args);
      case "unregisterService" -> own.unregister(args.id());
      case "unregister" -> own.unregister(args);
      case "getConfig" -> done(setting(args.text(0, "name", "key")));
      case "setConfig" -> set(args);
      case "getAttachment" -> done(attachment(args.text(0, "name")));
      case "installPlugin" -> install(args);
      case "uninstallPlugin" -> uninstall(args.text(0, "name"));
      default -> throw new IllegalArgumentException("api has no method " + method);
    };
  }

  private static CompletionStage<Object> done(Object value) {
    return CompletableFuture.completedFuture(value);
  }

  /** The name of the one that {@code api} itself has, or a service. */
  private CompletionStage<Object> fileManager(String name) {
    return WORKSPACE.equals(name) || name == null && files.areGranted()
        ? done(WORKSPACE)
        : others.ofType("file-manager", name);
  }

  private CompletionStage<Object> list(Arguments args) {
    String path = args.optional(0, "path");
    String type = args.optional(1, "type");
    boolean recursive =
        Boolean.TRUE.equals(
            args.positional().size() > 2
                ? args.positional().get(2)
                : args.named().get("recursive"));
    return CompletableFuture.supplyAsync(
        () -> files.list(path, "directory".equals(type), recursive), executor);
  }

  /** One file at a time: each takes as much of the server's memory as it is long. */
  private synchronized CompletionStage<Object> read(String path) {
    CompletableFuture<Object> file =
        lastRead.handleAsync((read, failure) -> files.read(path), executor);
    lastRead = file;
    return file;
  }

  /** {@code getConfig("_name")} reads what the config says. */
  private Object setting(String key) {
    return key.startsWith("_")
        ? context.descriptor().config().get(key.substring(1))
        : context.settings().get(key).orElse(null);
  }

  private CompletionStage<Object> set(Arguments args) {
    Object value =
        args.positional().size() > 1 ? args.positional().get(1) : args.named().get("value");
    return context.settings().set(args.text(0, "name", "key"), value).thenApply(kept -> null);
  }

  private String attachment(String name) {
    return context
        .descriptor()
        .attachment(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the plugin comes without an attachment named '" + name + "'"));
  }

  private CompletionStage<Object> load(Arguments args) {
    String source = args.source();
    return source == null
        ? others.plugin(args)
        : install(args).thenCompose(name -> others.plugin(Arguments.named(String.valueOf(name))));
  }

  /** Gives the name of the plugin. */
  private CompletionStage<Object> install(Arguments args) {
    demandTrust("installPlugin");
    String source = args.source() == null ? args.text(0, "src", "uri") : args.source();
    Object tag = args.named().get("tag");
    InstallRequest request =
        new InstallRequest(
            source,
            tag instanceof String text ? text : null,
            context.id().workspace(),
            List.of(),
            null,
            !Boolean.TRUE.equals(args.named().get("do_not_load")),
            true,
            null);
    return context.plugins().install(request).thenApply(status -> status.id().name());
  }

  private CompletionStage<Object> uninstall(String name) {
    demandTrust("uninstallPlugin");
    return context
        .plugins()
        .remove(new PluginId(context.id().workspace(), name))
        .thenApply(removed -> null);
  }

  /** Who is trusted runs in the server. */
  private void demandTrust(String method) {
    if (context.isolation() != Isolation.IN_JVM) {
      throw new IllegalArgumentException(
          method
              + ": only a trusted plugin may do this; install "
              + context.id().name()
              + " with the isolation "
              + Isolation.IN_JVM.wire()
              + " if you trust it");
    }
  }
}
