package io.mycel.apps.internal;

import io.mycel.api.hub.Permission;
import io.mycel.api.plugin.PluginManager;
import io.mycel.api.plugin.PluginParser;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** Installs apps: takes what a client sends, checks it, keeps it. */
final class Installer {
  /**
   * {@code source_hash} in Hypha 0.15, {@code manifest} in Hypha 0.21 stand in the second place.
   */
  static final List<String> POSITIONAL = List.of("source", "second", "config");

  static final List<String> LAUNCH = List.of("source", "timeout", "config");

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");
  private static final String DEFAULT = "default";

  private final AppCatalog catalog;
  private final PluginManager plugins;
  private final PluginParser parser;
  private final InstantSource clock;
  private final int maxChars;

  Installer(
      AppCatalog catalog,
      PluginManager plugins,
      PluginParser parser,
      InstantSource clock,
      int maxChars) {
    this.catalog = catalog;
    this.plugins = plugins;
    this.parser = parser;
    this.clock = clock;
    this.maxChars = maxChars;
  }

  /**
   * Installs an app. One whose installer says which service it waits for, or how long, is started
   * once and stopped again, so that it is known to work (Hypha 0.21).
   */
  CompletionStage<App> install(AppsService.Request request) {
    Parameters parameters = request.parameters();
    boolean tried =
        !parameters.flag("stage")
            && (parameters.any("wait_for_service").isPresent()
                || parameters.any("timeout").isPresent());
    CompletionStage<App> added = add(request);
    return tried ? added.thenCompose(app -> tryOut(app, parameters)) : added;
  }

  private CompletionStage<App> tryOut(App app, Parameters parameters) {
    AppCatalog.Start how =
        new AppCatalog.Start(
            null,
            waitForService(parameters),
            parameters.number("timeout").filter(seconds -> seconds > 0),
            Optional.of(0));
    return catalog
        .startAnother(app, how)
        .handle(
            (session, failure) -> {
              if (failure == null) {
                return catalog
                    .sessions()
                    .stop(session.id())
                    .thenApply(stopped -> app.withServices(session.services()));
              }
              catalog.store().remove(app.workspace(), app.id());
              return CompletableFuture.<App>failedFuture(failure);
            })
        .thenCompose(stage -> stage);
  }

  /** Installs an app without trying it. */
  CompletionStage<App> add(AppsService.Request request) {
    Parameters parameters = request.parameters();
    String workspace = request.workspace();
    catalog.check(request.caller(), workspace, Permission.READ_WRITE);
    String source = parameters.required("source");
    if (source.length() > maxChars) {
      throw new AppException(
          "the source has "
              + source.length()
              + " characters, the limit is "
              + maxChars
              + " (maxSourceChars of io.mycel.apps)");
    }
    boolean isUrl = source.startsWith("http://") || source.startsWith("https://");
    CompletionStage<String> text =
        isUrl ? plugins.read(source) : CompletableFuture.completedFuture(source);
    return text.thenApply(plain -> keep(request, workspace, plain));
  }

  private App keep(AppsService.Request request, String workspace, String source) {
    Parameters parameters = request.parameters();
    Map<String, Object> config = new LinkedHashMap<>(parameters.map("config"));
    config.putAll(parameters.map("manifest"));
    Optional<Object> second = parameters.any("second");
    second.ifPresent(
        value -> {
          if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> config.put(String.valueOf(key), item));
          }
        });
    AppSource made = AppSource.of(source, config, parser);
    String wantedHash =
        parameters
            .text("source_hash")
            .orElseGet(() -> second.map(s -> s instanceof String hash ? hash : null).orElse(null));
    if (wantedHash != null && !wantedHash.equals(made.hash())) {
      throw new AppException(
          "App source code verification failed (source_hash: "
              + wantedHash
              + "): it is "
              + made.hash());
    }
    String text = made.text() + Attachments.blocks(parameters);
    String id = parameters.text("app_id").orElse(made.hash());
    if (!ID.matcher(id).matches()) {
      throw new AppException(
          "app_id '" + id + "' must have only letters, digits, '-' and '_', at most 100");
    }
    boolean chosen = parameters.text("app_id").isPresent();
    if (chosen && !parameters.flag("overwrite")) {
      catalog
          .store()
          .find(workspace, id)
          .ifPresent(
              there -> {
                throw new AppException(
                    "workspace "
                        + workspace
                        + " has an app "
                        + id
                        + " already; say overwrite=True to replace it");
              });
    }
    Map<String, Object> settings = new LinkedHashMap<>(made.plugin().config());
    settings.putAll(config);
    App app =
        new App(
            id,
            workspace,
            made.plugin().name(),
            made.plugin().type(),
            made.plugin().version(),
            made.plugin().description(),
            made.hash(),
            Boolean.TRUE.equals(settings.get("singleton")),
            Boolean.TRUE.equals(settings.get("daemon")),
            Optional.ofNullable(waitForService(parameters)).orElse(DEFAULT),
            parameters.number("stop_after_inactive").map(Double::intValue).orElse(-1),
            List.of(),
            request.caller().userId(),
            clock.instant().getEpochSecond());
    catalog.store().put(app, text);
    return app;
  }

  /** The service to wait for; null if the caller does not say. True stands for the default one. */
  static String waitForService(Parameters parameters) {
    Object wanted = parameters.any("wait_for_service").orElse(null);
    if (wanted == null || wanted.equals(false)) {
      return null;
    }
    String text = wanted.equals(true) ? DEFAULT : String.valueOf(wanted);
    return text.substring(text.lastIndexOf(':') + 1);
  }
}
