package io.mycel.js.internal.process;

import io.mycel.api.plugin.PluginLibraries;
import io.mycel.api.plugin.PluginLog;
import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.js.internal.plugin.Deadlines;
import io.mycel.js.internal.plugin.PluginSpec;
import io.mycel.js.internal.plugin.PluginWorkers;
import io.mycel.js.internal.plugin.ScriptPlugin;
import io.mycel.js.internal.plugin.Server;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Runs plugins that do nothing, one after the other, so that all that a plugin needs has been
 * loaded and what is slow in its first runs has had them: after one, a plugin takes twice as long
 * to start as after twelve.
 */
final class Warmup {
  private static final int ROUNDS = 12;
  private static final PluginSpec SPEC =
      new PluginSpec(
          "warm-up",
          "warm-up",
          List.of(),
          List.of(
              new PluginSpec.Script(
                  "class P { async setup() {} async echo(x) { return x } }; api.export(P)",
                  1,
                  0,
                  null,
                  false)),
          Map.of(),
          Map.of("id", "warm-up", "workspace", "warm-up"),
          false,
          false,
          List.of(),
          false,
          new PluginSpec.Patience(10_000, 10_000, 1_000, 1_000));

  private Warmup() {}

  /** Done when a process is as warm as is worth the wait. */
  static CompletionStage<Void> run(PluginWorkers workers, Deadlines deadlines) {
    CompletionStage<Void> all = CompletableFuture.completedFuture(null);
    for (int i = 0; i < ROUNDS; i++) {
      all = all.thenCompose(before -> once(workers, deadlines));
    }
    return all.thenCompose(before -> workers.prepare()).thenApply(made -> null);
  }

  private static CompletionStage<Void> once(PluginWorkers workers, Deadlines deadlines) {
    ScriptPlugin plugin = new ScriptPlugin(SPEC, new Nobody(), workers, deadlines);
    return workers
        .prepare()
        .thenCompose(made -> plugin.start())
        .thenCompose(members -> echo((RpcFunction) members.get("echo")))
        .thenCompose(echoed -> plugin.stop());
  }

  private static CompletionStage<?> echo(RpcFunction echo) {
    try {
      List<Object> args = List.of(List.of(1, "a", 0.5, Map.of("k", true)));
      return (CompletionStage<?>) echo.call(new Call(args, Map.of(), null));
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** There is no server yet. */
  private static final class Nobody implements Server {
    @Override
    public CompletionStage<Object> ask(String method, List<Object> args) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<PluginLibraries.Library> library(URI url) {
      return CompletableFuture.failedFuture(new IllegalStateException("no libraries"));
    }

    @Override
    public void log(PluginLog.Level level, String text) {}

    @Override
    public void ended(String cause) {}
  }
}
