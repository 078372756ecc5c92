package io.mycel.itest.framework;

import static io.mycel.itest.framework.JsPlugins.get;
import static io.mycel.itest.framework.JsPlugins.longs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.hub.HubException;
import io.mycel.api.plugin.Isolation;
import io.mycel.api.plugin.PluginState;
import io.mycel.api.plugin.PluginStatus;
import io.mycel.api.rpc.RpcException;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/** {@code io.mycel.js} goes and comes under plugins that run and are called. */
class JsRuntimeSwapTest {
  private static final int UPDATES = 5;
  private static final int CALLERS = 3;
  private static final String SCRIPT =
      "api.export({ echo: (x) => x, never: () => new Promise(() => {}) })";

  private final BundleContext context =
      FrameworkUtil.getBundle(JsRuntimeSwapTest.class).getBundleContext();
  private final Bundle js = Bundles.find(context, "io.mycel.js");
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final AtomicBoolean calling = new AtomicBoolean(true);
  private final AtomicLong answered = new AtomicLong();
  private final Set<String> refusals = ConcurrentHashMap.newKeySet();
  private JsPlugins plugins;

  @BeforeEach
  void open() throws Exception {
    plugins = new JsPlugins(context);
  }

  @AfterEach
  void close() throws Exception {
    calling.set(false);
    js.start();
    plugins.close();
    callers.shutdownNow();
  }

  private PluginStatus active(String name, Isolation isolation) throws Exception {
    PluginStatus plugin = plugins.install(name, "0.1.0", SCRIPT, isolation);
    assertEquals(PluginState.ACTIVE, plugin.state(), plugin.cause());
    return plugin;
  }

  /** Calls without end, by several callers; each call is answered, or refused with a reason. */
  private List<CompletableFuture<Void>> load(PluginStatus... all) {
    List<CompletableFuture<Void>> loops = new ArrayList<>();
    for (PluginStatus plugin : all) {
      for (int i = 0; i < CALLERS; i++) {
        loops.add(CompletableFuture.runAsync(() -> load(plugin), callers));
      }
    }
    return loops;
  }

  private void load(PluginStatus plugin) {
    for (long n = 0; calling.get(); n++) {
      try {
        assertEquals(n, longs(get(plugins.call(plugin, "echo", n))));
        answered.incrementAndGet();
      } catch (ExecutionException e) {
        refusals.add(assertInstanceOf(RpcException.class, e.getCause()).getMessage());
        return;
      } catch (HubException e) {
        refusals.add(e.getMessage()); // but its service is always there
        return;
      } catch (Exception e) {
        throw new CompletionException(e);
      }
    }
  }

  private void end(List<CompletableFuture<Void>> loops) throws Exception {
    calling.set(false);
    for (CompletableFuture<Void> loop : loops) {
      get(loop);
    }
  }

  private void comesBack(PluginStatus plugin) throws Exception {
    PluginStatus now = get(plugins.manager.start(plugin.id()));
    assertEquals(PluginState.ACTIVE, now.state(), now.cause());
    assertEquals(7L, longs(get(plugins.call(now, "echo", 7))));
  }

  private void answersMore() {
    long before = answered.get();
    while (answered.get() < before + 50 && refusals.isEmpty()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void noCallIsLostWhileTheRuntimeIsUpdated() throws Exception {
    PluginStatus inJvm = active("Js Lasting", Isolation.IN_JVM);
    PluginStatus inProcess = active("Js Lasting Process", Isolation.PROCESS);
    List<CompletableFuture<Void>> loops = load(inJvm, inProcess);
    byte[] jar = Bundles.jar(js);
    LoaderWatch loaders = new LoaderWatch(context);
    for (int i = 1; i <= UPDATES; i++) {
      answersMore();
      loaders.on(js);
      js.update(new ByteArrayInputStream(Bundles.withVersion(jar, "0.1.0.swap" + i)));
      comesBack(inJvm);
      comesBack(inProcess);
    }
    answersMore();
    end(loops);
    assertEquals(Set.of(), refusals);
    loaders.assertNoneAlive();
  }

  @Test
  void callsOfAStoppedRuntimeWaitForSomeTimeAndAreToldWhy() throws Exception {
    PluginStatus inJvm = active("Js Lasting", Isolation.IN_JVM);
    PluginStatus inProcess = active("Js Lasting Process", Isolation.PROCESS);
    List<CompletableFuture<Void>> loops = load(inJvm, inProcess);
    answersMore();
    List<CompletableFuture<Object>> hanging =
        List.of(plugins.call(inJvm, "never"), plugins.call(inProcess, "never"));
    js.stop();
    // who waits for an answer that will not come any more is told, too
    for (CompletableFuture<Object> call : hanging) {
      ExecutionException failure = assertThrows(ExecutionException.class, () -> get(call));
      assertInstanceOf(RpcException.class, failure.getCause());
    }
    PluginStatus without = get(plugins.manager.start(inJvm.id()));
    assertEquals(PluginState.WAITING, without.state());
    assertTrue(without.cause().contains("web-worker"), without.cause());
    for (CompletableFuture<Void> loop : loops) {
      get(loop); // each ends with its first refusal
    }
    ExecutionException late =
        assertThrows(ExecutionException.class, () -> get(plugins.call(inJvm, "echo", 1)));
    refusals.add(late.getCause().getMessage());
    assertEquals(2, refusals.size(), refusals::toString);
    for (String refusal : refusals) {
      assertTrue(refusal.matches("(?s).*The plugin 'Js Lasting( Process)?' cannot be.*"), refusal);
      assertTrue(refusal.contains("its runtime, the bundle io.mycel.js, has stopped"), refusal);
    }
    js.start();
    comesBack(inJvm);
    comesBack(inProcess);
  }

  @Test
  void functionsThatAPluginHoldsOutliveTheHub() throws Exception {
    heldFunctionOutlivesTheHub(Isolation.IN_JVM);
  }

  @Test
  void functionsThatAPluginInAProcessHoldsOutliveTheHub() throws Exception {
    heldFunctionOutlivesTheHub(Isolation.PROCESS);
  }

  /** What a plugin has got of others goes on to work when the hub is another one. */
  private void heldFunctionOutlivesTheHub(Isolation isolation) throws Exception {
    plugins.install("Js Held", "0.1.0", "api.export({ add: (a, b) => a + b })", Isolation.IN_JVM);
    PluginStatus holder =
        plugins.install(
            "Js Holder",
            "0.1.0",
            """
            let held;
            api.export({
              async setup() { held = await api.getPlugin('Js Held') },
              add: (a, b) => held.add(a, b),
            })
            """,
            isolation);
    assertEquals(PluginState.ACTIVE, holder.state(), holder.cause());
    assertEquals(3L, longs(get(plugins.call(holder, "add", 1, 2))));
    Bundle hub = Bundles.find(context, "io.mycel.hub");
    hub.update(new ByteArrayInputStream(Bundles.jar(hub)));
    assertEquals(7L, longs(answerOf(holder, "add", 3, 4)));
  }

  /** The new hub has to hear of all plugins first. */
  private Object answerOf(PluginStatus plugin, String function, Object... args) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (true) {
      try {
        return get(plugins.call(plugin, function, args));
      } catch (ExecutionException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }
}
