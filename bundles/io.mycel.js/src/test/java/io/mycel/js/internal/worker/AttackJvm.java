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
import java.util.stream.Stream;

/**
 * A JVM of its own for attacks that take all its memory, or that nothing ends, or that want another
 * Java. Prints what became of each attacker, if another plugin has gone on.
 */
final class AttackJvm {
  private static final int CPU_MILLIS = 600;
  private static final long OUTPUT_BYTES = 1 << 20;

  private AttackJvm() {}

  public static void main(String[] args) throws Exception {
    for (Attack attack : Stream.of(args).skip(1).map(Attack::valueOf).toList()) {
      String outcome;
      try {
        outcome = args[0].equals("unprotected") ? unprotected(attack) : protectedBy(attack);
      } catch (OutOfMemoryError e) {
        outcome = "OutOfMemoryError";
      }
      System.out.println(attack.name() + " " + outcome);
      System.out.flush();
    }
    Runtime.getRuntime().halt(0); // also where a thread cannot be ended
  }

  /** What it does where nobody watches: goes on for ever, or takes all memory. */
  private static String unprotected(Attack attack) throws InterruptedException {
    return switch (attack.kind) {
      case MEMORY -> takeMemory(attack);
      case FLOOD -> new Unprotected().after(attack, 0, 3 * OUTPUT_BYTES);
      default -> new Unprotected().after(attack, 3 * CPU_MILLIS, 0);
    };
  }

  private static String takeMemory(Attack attack) {
    JsEngine engine = JsEngineFactory.onClassPath().open();
    JsContext context = engine.newContext(new JsContextOptions(JsFiles.NONE, 0));
    try {
      context.eval(JsSource.of("attack.js", attack.script));
      return "returned";
    } catch (JsException e) {
      return e.kind().toString();
    }
  }

  private static String protectedBy(Attack attack) throws Exception {
    JsWorkers workers = Plugin.workers();
    Ticking other = new Ticking(workers);
    other.expectAlive();
    TestLimits limits = new TestLimits().stopMillis(500).outputBytesPerMinute(OUTPUT_BYTES);
    boolean runaway =
        attack.kind == Attack.Kind.RUNAWAY || attack.kind == Attack.Kind.MAYBE_RUNAWAY;
    if (runaway || attack.kind == Attack.Kind.ENDLESS) {
      limits.cpuCallMillis(CPU_MILLIS);
    }
    Plugin victim = new Plugin(workers, "victim", limits.make(), JsFiles.NONE);
    long began = System.nanoTime();
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
    long told = System.nanoTime();
    if (runaway) {
      victim.runaway.get(60, TimeUnit.SECONDS);
      other.expectAlive();
      return "runaway " + workers.status().runaways();
    }
    victim.worker.thread().join(TimeUnit.SECONDS.toMillis(60));
    long stopped = System.nanoTime();
    other.expectAlive();
    if (victim.worker.thread().isAlive()) {
      return "runs on: " + reason;
    }
    workers.close();
    return "stopped: %s (noticed after %d ms, its thread ended after %d ms more)"
        .formatted(reason, (told - began) / 1_000_000, (stopped - told) / 1_000_000);
  }
}
