package io.mycel.js.internal.worker;

import io.mycel.js.engine.JsContext;
import io.mycel.js.engine.JsContextOptions;
import io.mycel.js.engine.JsEngine;
import io.mycel.js.engine.JsEngineFactory;
import io.mycel.js.engine.JsException;
import io.mycel.js.engine.JsFiles;
import io.mycel.js.engine.JsSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of its own for attacks that take all its memory, or that nothing ends. Prints what became
 * of the attacker and of another plugin.
 */
final class AttackJvm {
  private AttackJvm() {}

  public static void main(String[] args) throws Exception {
    Attack attack = Attack.valueOf(args[1]);
    String outcome;
    try {
      outcome = args[0].equals("unprotected") ? unprotected(attack) : protectedBy(attack);
    } catch (OutOfMemoryError e) {
      outcome = "OutOfMemoryError";
    }
    System.out.println(outcome);
    System.out.flush();
    Runtime.getRuntime().halt(0); // also where a thread cannot be ended
  }

  /** What it does where nobody watches: takes all memory, its own thread's and others'. */
  private static String unprotected(Attack attack) {
    try (JsEngine engine = JsEngineFactory.onClassPath().open()) {
      JsContext context = engine.newContext(new JsContextOptions(JsFiles.NONE, 0));
      context.eval(JsSource.of("attack.js", attack.script));
      return "returned";
    } catch (JsException e) {
      return e.kind().toString();
    }
  }

  private static String protectedBy(Attack attack) throws Exception {
    JsWorkers workers = Plugin.workers();
    Ticking other = new Ticking(workers);
    TestLimits limits = new TestLimits().stopMillis(500);
    if (attack.kind == Attack.Kind.RUNAWAY || attack.kind == Attack.Kind.ENDLESS) {
      limits.cpuCallMillis(1000);
    }
    Plugin victim = new Plugin(workers, "victim", limits.make(), JsFiles.NONE);
    CompletableFuture<String> end =
        victim
            .worker
            .run(JsSource.of("attack.js", attack.script))
            .handle((done, failure) -> failure == null ? "returned" : failure.getMessage());
    CompletableFuture.anyOf(victim.failure, end).get(100, TimeUnit.SECONDS);
    if (victim.worker.state() == JsWorker.State.RUNNING) {
      other.expectAlive();
      return "ended: " + end.join();
    }
    String reason = victim.failure.get(60, TimeUnit.SECONDS);
    if (attack.kind == Attack.Kind.RUNAWAY) {
      victim.runaway.get(60, TimeUnit.SECONDS);
      other.expectAlive();
      return "runaway " + workers.status().runaways();
    }
    victim.worker.thread().join(TimeUnit.SECONDS.toMillis(60));
    other.expectAlive();
    return (victim.worker.thread().isAlive() ? "runs on: " : "stopped: ") + reason;
  }
}
