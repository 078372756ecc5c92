package io.mycel.js.internal.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.http.Meter;
import io.mycel.api.plugin.RunningPlugin;
import io.mycel.js.engine.JsEngine;
import io.mycel.js.engine.JsEngineFactory;
import io.mycel.js.internal.limits.Limits;
import io.mycel.js.internal.worker.JsWorkers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The world that is made before there is a plugin for it. */
class SpareWorldTest {
  private static final String WHO =
      "api.export({ name: self.name, id: api.id, config: api.config.name,"
          + " origin: performance.timeOrigin, now: performance.now() })";

  private TestRuntime runtime;

  @BeforeEach
  void open() {
    runtime = TestRuntime.of(Map.of());
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, what);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  private double figure(String name) {
    return runtime.runtime.read().stream()
        .filter(sample -> sample.name().equals(name))
        .mapToDouble(Meter.Sample::value)
        .findFirst()
        .orElseThrow();
  }

  private static List<Thread> spareThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("js (spare)"))
        .toList();
  }

  @Test
  void aPluginBeginsInItAsInANewOne() {
    RunningPlugin first = runtime.start(TestContext.of(WHO));
    await("a spare world", runtime.runtime::hasSpareWorld);
    long made = System.currentTimeMillis();
    await("a later time", () -> System.currentTimeMillis() > made + 100);

    RunningPlugin second = runtime.start(TestContext.of(WHO));

    for (String same : List.of("name", "id", "config")) {
      assertEquals(first.members().get(same), second.members().get(same), same);
    }
    double origin = ((Number) second.members().get("origin")).doubleValue();
    assertTrue(origin > made + 100, "its time begins with it: " + (origin - made));
    double now = ((Number) second.members().get("now")).doubleValue();
    assertTrue(origin + now <= System.currentTimeMillis() + 1, second.members()::toString);
  }

  @Test
  void itIsNoPluginInFiguresAndGoesWithTheLastOne() {
    assertFalse(runtime.runtime.hasSpareWorld());
    RunningPlugin first = runtime.start(TestContext.of(WHO));
    RunningPlugin second = runtime.start(TestContext.of(WHO));
    await("a spare world", runtime.runtime::hasSpareWorld);
    assertEquals(2, figure("mycel_js_plugins"));
    assertEquals(2, figure("mycel_js_plugins_started_total"));

    TestRuntime.get(first.stop());
    assertTrue(runtime.runtime.hasSpareWorld());
    TestRuntime.get(second.stop());

    await("no spare world", () -> !runtime.runtime.hasSpareWorld());
    await("no thread of it", () -> spareThreads().isEmpty());
    assertEquals(0, figure("mycel_js_plugins"));
  }

  @Test
  void oneThatIsMadeWhileAllAreStoppedIsStoppedToo() {
    AtomicReference<JsWorkers> stopped = new AtomicReference<>();
    JsEngine engine = JsEngineFactory.onClassPath().open();
    try {
      JsEngineFactory closing =
          () -> {
            stopped.get().close();
            return engine;
          };
      stopped.set(new JsWorkers(closing));
      PluginWorkers plugins =
          new PluginWorkers(stopped.get(), Limits.defaults(), task -> new Thread(task).start());
      plugins.prepare();
      assertFalse(plugins.hasSpare());
      await("no thread of it", () -> spareThreads().isEmpty());
    } finally {
      engine.close();
    }
  }

  @Test
  void oneThatHasEndedIsGivenToNobody() {
    JsWorkers workers = new JsWorkers(JsEngineFactory.onClassPath());
    try {
      PluginWorkers plugins =
          new PluginWorkers(workers, Limits.defaults(), task -> new Thread(task).start());
      plugins.prepare();
      PluginWorker spare = plugins.takeSpare();
      plugins.prepare();
      spare.worker().stop();
      assertFalse(spare.isUsable());
      PluginWorker other = plugins.takeSpare();
      assertTrue(other.isUsable());
      plugins.prepare();
      workers.close();
      assertFalse(plugins.hasSpare());
      assertNull(plugins.takeSpare());
    } finally {
      workers.close();
    }
  }
}
