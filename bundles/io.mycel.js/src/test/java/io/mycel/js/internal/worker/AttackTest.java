package io.mycel.js.internal.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.rpc.RpcException;
import io.mycel.js.engine.JsFiles;
import io.mycel.js.engine.JsSource;
import io.mycel.js.internal.limits.Limits;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a plugin cannot do to others: each is first seen to work where nobody watches. */
class AttackTest {
  private static final int CPU_MILLIS = 600;
  private static final long OUTPUT_BYTES = 1 << 20;

  private JsWorkers workers;
  private Ticking other;

  @BeforeEach
  void start() {
    workers = Plugin.workers();
    other = new Ticking(workers);
  }

  @AfterEach
  void stop() {
    other.close();
    workers.close();
  }

  static Limits limits() {
    return new TestLimits().cpuCallMillis(CPU_MILLIS).outputBytesPerMinute(OUTPUT_BYTES).make();
  }

  @ParameterizedTest
  @EnumSource(
      value = Attack.class,
      names = {
        "LOOP",
        "LOOP_IN_CATCH",
        "HUGE_ARRAY",
        "BACK_REFERENCE",
        "MICROTASKS",
        "SORT",
        "JSON_TEXT",
        "BIG_INTEGER"
      })
  void whatTakesTheProcessorIsStopped(Attack attack) throws Exception {
    try (Unprotected unprotected = new Unprotected()) {
      unprotected.attack(attack);
      assertEquals("running", unprotected.after(3 * CPU_MILLIS, 0));
    }
    assertEquals("processor time of a call: more than " + CPU_MILLIS + " ms", stoppedFor(attack));
  }

  @ParameterizedTest
  @EnumSource(
      value = Attack.class,
      names = {"LOG_FLOOD", "LOG_FLOOD_IN_CATCH"})
  void whatFloodsTheLogIsStopped(Attack attack) throws Exception {
    try (Unprotected unprotected = new Unprotected()) {
      unprotected.attack(attack);
      assertEquals("running", unprotected.after(0, 3 * OUTPUT_BYTES));
    }
    assertEquals("output: more than " + OUTPUT_BYTES + " bytes in a minute", stoppedFor(attack));
  }

  @ParameterizedTest
  @EnumSource(
      value = Attack.class,
      names = {
        "RECURSION",
        "DOUBLED_TEXT",
        "ONE_BUFFER",
        "REGULAR_EXPRESSION",
        "DEEP_JSON",
        "DEEP_SOURCE"
      })
  void whatTheEngineEndsHarmsNobody(Attack attack) throws Exception {
    Plugin victim = new Plugin(workers, "victim", Limits.defaults(), JsFiles.NONE);
    CompletableFuture<Void> run = victim.worker.run(JsSource.of("attack.js", attack.script));
    if (attack == Attack.REGULAR_EXPRESSION) {
      Plugin.get(run);
    } else {
      RpcException e = assertThrows(RpcException.class, () -> Plugin.get(run));
      assertTrue(e.getMessage().startsWith("RangeError"), e.getMessage());
    }
    assertEquals(2, victim.eval("return 1 + 1"));
    other.expectAlive();
    victim.close();
  }

  private String stoppedFor(Attack attack) throws Exception {
    Plugin victim = new Plugin(workers, "victim", limits(), JsFiles.NONE);
    CompletableFuture<Void> run = victim.worker.run(JsSource.of("attack.js", attack.script));
    String reason = victim.failure.get(60, TimeUnit.SECONDS);
    long stopped = System.nanoTime();
    victim.worker.thread().join(TimeUnit.SECONDS.toMillis(60));
    System.out.printf(
        "%s: its thread ended after %d ms%n", attack, (System.nanoTime() - stopped) / 1_000_000);
    assertTrue(!victim.worker.thread().isAlive(), "it still runs");
    assertEquals(JsWorker.State.FAILED, victim.worker.state());
    RpcException e = assertThrows(RpcException.class, () -> Plugin.get(run));
    assertEquals("the plugin victim has failed: " + reason, e.getMessage());
    other.expectAlive();
    return reason;
  }
}
