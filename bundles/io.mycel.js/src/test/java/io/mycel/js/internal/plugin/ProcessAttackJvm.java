package io.mycel.js.internal.plugin;

import io.mycel.api.plugin.Isolation;
import io.mycel.api.plugin.RunningPlugin;
import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.js.internal.worker.Attack;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A server whose plugins live in processes of their own, of the same Java: prints what became of
 * each attacker, if another plugin has gone on.
 */
final class ProcessAttackJvm {
  private static final long PATIENCE_SECONDS = 100;

  private ProcessAttackJvm() {}

  public static void main(String[] args) throws Exception {
    try (TestRuntime quick = TestRuntime.of(limits(2000));
        TestRuntime patient = TestRuntime.of(limits(20_000))) {
      RunningPlugin other = quick.start(process("let n = 0; api.export({ tick: () => ++n })"));
      for (Attack attack : Stream.of(args).skip(1).map(Attack::valueOf).toList()) {
        // to fill memory takes processor time as well, on a slow machine much of it
        TestRuntime runtime = attack.kind == Attack.Kind.MEMORY ? patient : quick;
        System.out.println(attack.name() + " " + attack(runtime, other, attack));
        System.out.flush();
      }
    }
    Runtime.getRuntime().halt(0);
  }

  private static Map<String, Object> limits(int cpuMillis) {
    return Map.of(
        "cpuCallMillis",
        cpuMillis,
        "cpuMinuteMillis",
        2 * cpuMillis,
        "outputBytesPerMinute",
        1L << 20);
  }

  private static TestContext process(String script) {
    TestContext context = TestContext.of(script);
    context.isolation = Isolation.PROCESS;
    return context;
  }

  private static String attack(TestRuntime runtime, RunningPlugin other, Attack attack)
      throws Exception {
    // by the timer it goes on where the engine has ended it
    TestContext context =
        process("function go() { setTimeout(go); " + attack.script + " } api.export({ go })");
    RunningPlugin victim = runtime.start(context);
    ProcessHandle process = ProcessHandle.of(victim.usage().processId()).orElseThrow();
    long began = System.nanoTime();
    CompletableFuture<?> call =
        ((CompletionStage<?>)
                ((RpcFunction) victim.members().get("go"))
                    .call(new Call(List.of(), Map.of(), null)))
            .toCompletableFuture();
    String cause = whileTicking(other, context.failed);
    process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    long ended = (System.nanoTime() - began) / 1_000_000;
    call.handle((value, failure) -> failure).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return "%s (its process had ended after %d ms)".formatted(cause, ended);
  }

  /** The result, if another plugin goes on meanwhile. */
  private static String whileTicking(RunningPlugin other, CompletableFuture<String> result)
      throws Exception {
    for (long began = System.nanoTime();
        System.nanoTime() - began < TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS); ) {
      int before = (Integer) TestRuntime.call(other, "tick");
      try {
        String done = result.get(50, TimeUnit.MILLISECONDS);
        return (Integer) TestRuntime.call(other, "tick") == before + 1 ? done : "the other is new";
      } catch (TimeoutException e) {
        continue; // and tick on
      }
    }
    return "it runs on";
  }
}
