package io.mycel.js.internal.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.rpc.RpcException;
import io.mycel.api.rpc.RpcFunction;
import io.mycel.js.engine.JsFiles;
import io.mycel.js.internal.net.NetworkAccess;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A plugin that was stopped and that nothing ends reaches nobody, and is named while it runs. */
class RunawayTest {
  /** Tries whatever a plugin can do, for ever. */
  private static final String EVERYTHING =
      """
      globalThis.others = () => 1;
      globalThis.attack = () => {
        let n = 0
        const tries = [
          () => console.log('log'),
          () => postMessage('message'),
          () => { if (n++ % 200 === 0) api.touch().catch(() => {}) }, // takes a thread each time
          () => { fetch('https://example.org/').catch(() => {}) },
          () => { new WebSocket('wss://example.org/') },
          () => setTimeout(() => {}, 1e6),
          () => crypto.getRandomValues(new Uint8Array(8)),
        ]
        for (;;) for (const each of tries) try { each() } catch (e) {}
      }
      """;

  private final StubbornEngine engine = new StubbornEngine();
  private final AtomicLong reached = new AtomicLong();
  private JsWorkers workers;
  private Plugin plugin;

  @BeforeEach
  void start() {
    workers = new JsWorkers(engine);
    TestLimits limits =
        new TestLimits()
            .stopMillis(300)
            .timers(1 << 30)
            .pendingPromises(1 << 30)
            .outputBytesPerMinute(1L << 40);
    plugin = new Plugin(workers, "mad", limits.make(), JsFiles.NONE, counting());
    RpcFunction touch = call -> new CompletableFuture<>();
    Plugin.get(plugin.worker.define("api", Map.of("touch", counted(touch))));
    plugin.run(EVERYTHING);
  }

  @AfterEach
  void stop() {
    engine.allow();
    workers.close();
  }

  private RpcFunction counted(RpcFunction function) {
    return call -> {
      reached.incrementAndGet();
      return function.call(call);
    };
  }

  /** A network that answers nobody. */
  private NetworkAccess counting() {
    return (NetworkAccess)
        Proxy.newProxyInstance(
            NetworkAccess.class.getClassLoader(),
            new Class<?>[] {NetworkAccess.class},
            (proxy, method, args) -> {
              reached.incrementAndGet();
              return new CompletableFuture<>();
            });
  }

  private long effects() {
    return reached.get() + plugin.log.size() + plugin.posted.size();
  }

  @Test
  void itIsCutOffFromEverythingAndNamedUntilItEnds() throws Exception {
    ScriptFunction attack = Plugin.get(plugin.worker.function("attack"));
    ScriptFunction others = Plugin.get(plugin.worker.function("others"));
    CompletableFuture<Object> call = attack.call(List.of());
    while (reached.get() == 0 || plugin.log.isEmpty() || plugin.posted.isEmpty()) {
      runsOn(10); // until what it does has been seen to work
    }
    plugin.worker.fail("a limit of the test");
    String reason = plugin.failure.get(60, TimeUnit.SECONDS);
    plugin.runaway.get(60, TimeUnit.SECONDS);
    assertTrue(plugin.worker.thread().isAlive());
    assertEquals(List.of("mad"), workers.status().runaways());

    RpcException e = assertThrows(RpcException.class, () -> Plugin.get(call));
    assertEquals("the plugin mad has failed: " + reason, e.getMessage());
    assertThrows(RpcException.class, () -> Plugin.get(others.call(List.of())));
    drained();
    long before = effects();
    runsOn(300);
    assertEquals(before, effects(), "what it has done since");

    Ticking other = new Ticking(workers);
    other.expectAlive();
    engine.allow();
    plugin.worker.thread().join(TimeUnit.SECONDS.toMillis(60));
    assertFalse(plugin.worker.thread().isAlive());
    assertEquals(List.of(), workers.status().runaways());
  }

  /** What it had asked for before it was stopped is done: those tasks are in a queue. */
  private void drained() throws InterruptedException {
    long seen;
    do {
      seen = effects();
      runsOn(100);
    } while (effects() != seen && seen < 1_000_000);
  }

  /** Returns when its thread has used so much more processor time. */
  private void runsOn(long millis) throws InterruptedException {
    var threads = ManagementFactory.getThreadMXBean();
    long id = plugin.worker.thread().getId();
    long until = threads.getThreadCpuTime(id) + TimeUnit.MILLISECONDS.toNanos(millis);
    while (threads.getThreadCpuTime(id) < until) {
      plugin.worker.thread().join(20);
      assertTrue(plugin.worker.thread().isAlive(), "it has ended");
    }
  }
}
