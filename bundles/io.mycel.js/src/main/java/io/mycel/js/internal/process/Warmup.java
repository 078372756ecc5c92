package io.mycel.js.internal.process;

import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.js.internal.limits.Limits;
import io.mycel.js.internal.plugin.PluginSpec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Runs plugins that do nothing in a process, one after the other, just as the plugin that is to
 * come: all that it needs has been loaded then, and what is slow in its first runs has had them.
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

  /** Done when a process is as warm as is worth the wait, and a world waits in it. */
  static CompletionStage<?> run(Border process, Limits limits) {
    Map<String, Object> form = RecordForm.map(limits);
    CompletionStage<?> all = process.root(Child.PREPARE, form);
    for (int i = 0; i < ROUNDS; i++) {
      all = all.thenCompose(prepared -> once(process, form));
    }
    return all;
  }

  private static CompletionStage<?> once(Border process, Map<String, Object> limits) {
    return process
        .root(Child.START, RecordForm.map(SPEC), limits)
        .thenCompose(members -> echo((RpcFunction) ((Map<?, ?>) members).get("echo")))
        .thenCompose(echoed -> process.root(Child.STOP))
        .thenCompose(stopped -> process.root(Child.PREPARE, limits));
  }

  private static CompletionStage<?> echo(RpcFunction echo) {
    try {
      List<Object> args = List.of(List.of(1, "a", 0.5, Map.of("k", true)));
      return (CompletionStage<?>) echo.call(new Call(args, Map.of(), null));
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
