package io.mycel.js.internal.plugin;

import io.mycel.api.plugin.PluginLog;
import io.mycel.api.plugin.RunningPlugin;
import io.mycel.api.rpc.RpcException;
import io.mycel.js.engine.JsSource;
import io.mycel.js.internal.values.Clean;
import io.mycel.js.internal.worker.JsWorker;
import io.mycel.js.internal.worker.ScriptFunction;
import io.mycel.js.internal.worker.WorkerListener;
import io.mycel.js.internal.worker.WorkerSpec;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A plugin in this JVM: its scripts in a worker, with {@code api} beside the worker's world. */
public final class ScriptPlugin implements LivePlugin {
  private final PluginSpec spec;
  private final Server server;
  private final PluginWorkers workers;
  private final Deadlines deadlines;
  private final Places places;
  private final PluginFiles files;
  private final CompletableFuture<Void> exported = new CompletableFuture<>();
  private volatile PluginWorker own;
  private volatile boolean unwanted;
  private volatile boolean started;
  private volatile boolean stopping;

  /** A plugin that does nothing yet. */
  public ScriptPlugin(PluginSpec spec, Server server, PluginWorkers workers, Deadlines deadlines) {
    this.spec = spec;
    this.server = server;
    this.workers = workers;
    this.deadlines = deadlines;
    this.places = new Places(spec);
    this.files = new PluginFiles(server, spec.files(), spec.patience().libraryMillis());
  }

  @Override
  public CompletionStage<Map<String, Object>> start() {
    PluginWorker spare = workers.takeSpare();
    CompletionStage<PluginWorker> taken =
        spare != null
            ? CompletableFuture.completedFuture(spare)
            : CompletableFuture.supplyAsync(workers::open, workers.executor());
    return taken
        .thenCompose(this::moveIn)
        .thenCompose(made -> requirements(0))
        .thenCompose(loaded -> script(0))
        .thenCompose(run -> export())
        .thenCompose(there -> beginning())
        .thenCompose(this::begin)
        .thenCompose(set -> describe())
        .handle(
            (members, failure) -> {
              if (failure == null) {
                started = true;
                return members;
              }
              kill();
              throw failure(failure);
            });
  }

  private CompletionStage<Void> moveIn(PluginWorker taken) {
    own = taken;
    if (unwanted) {
      taken.worker().stop();
    }
    WorkerSpec wanted =
        new WorkerSpec(
            spec.name(),
            files,
            server.network(),
            workers.limits(),
            workers.executor(),
            server::renewed);
    return taken.begin(wanted, new Listener(), spec.config(), new Asking());
  }

  private CompletionStage<Void> requirements(int index) {
    if (index == spec.requirements().size()) {
      return done();
    }
    String text = spec.requirements().get(index);
    return Requirement.of(text)
        .map(library -> load(library.url(), library.module(), "requirement '" + text + "'"))
        .orElseGet(ScriptPlugin::done)
        .thenCompose(loaded -> requirements(index + 1));
  }

  private CompletionStage<Void> load(URI url, boolean module, String what) {
    CompletableFuture<Void> loaded = new CompletableFuture<>();
    server
        .library(url)
        .whenComplete(
            (library, failure) -> {
              if (failure != null) {
                loaded.completeExceptionally(
                    new PluginFailure(what + " cannot be loaded: " + Failures.message(failure)));
                return;
              }
              String path = files.add(url, library);
              CompletableFuture<?> run =
                  module
                      ? worker().importModule(path)
                      : worker()
                          .run(
                              JsSource.of(
                                  url.toString(),
                                  new String(library.content(), StandardCharsets.UTF_8)));
              Stages.join(run.thenApply(ran -> null), loaded);
            });
    return deadlines.within(
        loaded,
        spec.patience().libraryMillis(),
        () -> new PluginFailure(what + " did not come within its time (libraryTimeoutMillis)"));
  }

  private CompletionStage<Void> script(int index) {
    if (index == spec.scripts().size()) {
      return done();
    }
    return run(index, spec.scripts().get(index)).thenCompose(ran -> script(index + 1));
  }

  private CompletionStage<Void> run(int index, PluginSpec.Script script) {
    if (script.source() != null) {
      return load(URI.create(script.source()), script.module(), "script " + script.source());
    }
    return script.module()
        ? worker().importModule(files.module(index, spec.file(), script)).thenApply(ran -> null)
        : worker().run(new JsSource(spec.file(), script.line(), script.text()));
  }

  private CompletionStage<Void> export() {
    if (spec.passive()) {
      return done();
    }
    return deadlines.within(
        exported,
        spec.patience().exportMillis(),
        () ->
            new PluginFailure(
                spec.file()
                    + " exports nothing: its script must call api.export({…}), or its config say"
                    + " \"passive\": true"));
  }

  /** What it begins with. */
  private CompletionStage<String> beginning() {
    return spec.resumed()
        ? function("beginning").call(List.of()).thenApply(name -> (String) name)
        : CompletableFuture.completedFuture("setup");
  }

  /**
   * Lets it begin.
   *
   * @param step {@code setup} or {@code resume}
   */
  private CompletionStage<Void> begin(String step) {
    long millis = spec.patience().setupMillis();
    CompletableFuture<Object> ended =
        live(step)
            .exceptionally(
                failure -> {
                  throw failure(failure).prefixed(step + " failed: ");
                });
    return deadlines
        .within(
            ended,
            millis,
            () ->
                new PluginFailure(
                    step
                        + " has not ended within "
                        + millis
                        + " ms (setupTimeoutMillis): the promise that it returns must resolve"))
        .thenApply(set -> null);
  }

  private CompletableFuture<Object> live(String name) {
    return function("live").call(List.of(name));
  }

  private CompletionStage<Map<String, Object>> describe() {
    return function("describe")
        .call(List.of())
        .handle(
            (description, failure) -> {
              if (failure != null) {
                throw failure(failure).prefixed("its export cannot be offered: ");
              }
              return new Exports(function("callNamed"), spec, places, () -> stopping)
                  .members((Map<?, ?>) description);
            });
  }

  private ScriptFunction function(String name) {
    return own.function(name);
  }

  private JsWorker worker() {
    return own.worker();
  }

  @Override
  public CompletionStage<Void> stop() {
    stopping = true;
    CompletableFuture<Object> exit =
        own == null || !own.isMade() ? CompletableFuture.completedFuture(null) : live("exit");
    return deadlines
        .within(
            exit,
            spec.patience().exitMillis(),
            () ->
                new PluginFailure(
                    "exit has not ended within "
                        + spec.patience().exitMillis()
                        + " ms (exitTimeoutMillis)"))
        .handle(
            (left, failure) -> {
              if (failure != null) {
                server.log(PluginLog.Level.WARN, "exit failed: " + failure(failure).getMessage());
              }
              kill();
              return null;
            });
  }

  @Override
  public void kill() {
    unwanted = true;
    files.close();
    PluginWorker running = own;
    if (running != null) {
      running.worker().stop();
    }
  }

  @Override
  public RunningPlugin.Usage usage() {
    return RunningPlugin.Usage.UNKNOWN;
  }

  /** A failure for people, with the place in the file where it happened. */
  private PluginFailure failure(Throwable failure) {
    Throwable cause = Clean.cause(failure);
    if (cause instanceof PluginFailure known) {
      return known;
    }
    if (!(cause instanceof RpcException thrown)) {
      return new PluginFailure(Failures.message(cause));
    }
    String message = places.inFile(String.valueOf(thrown.getMessage()));
    String at = places.first(places.inFile(thrown.remoteTrace()));
    return new PluginFailure(at.isEmpty() || message.contains(at) ? message : at + ": " + message);
  }

  private static CompletionStage<Void> done() {
    return CompletableFuture.completedFuture(null);
  }

  private final class Asking implements PluginWorker.Plugin {
    @Override
    public CompletionStage<Object> ask(String method, List<Object> args) {
      return server.ask(method, args);
    }

    @Override
    public void exported() {
      exported.complete(null);
    }
  }

  private final class Listener implements WorkerListener {
    @Override
    public void log(String level, String text) {
      server.log(PluginLog.Level.valueOf(level.toUpperCase(Locale.ROOT)), places.inFile(text));
    }

    @Override
    public void failed(String reason) {
      ended("it was stopped: " + reason);
    }

    @Override
    public void closed() {
      ended("it has closed itself: close() was called");
    }

    @Override
    public void runaway() {
      server.log(
          PluginLog.Level.ERROR,
          "it was stopped, but still runs and takes a processor: only a restart of the server ends"
              + " it");
    }

    private void ended(String cause) {
      files.close();
      if (started && !unwanted) {
        server.ended(cause);
      }
    }
  }
}
