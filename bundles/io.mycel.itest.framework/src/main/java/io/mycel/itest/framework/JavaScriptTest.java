package io.mycel.itest.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.plugin.PluginRuntime;
import io.mycel.api.plugin.RunningPlugin;
import io.mycel.api.rpc.Call;
import io.mycel.api.rpc.RpcFunction;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/** JavaScript in the framework: lazy, and replaced without a trace. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class JavaScriptTest {
  private static final String RUNTIME = "(" + PluginRuntime.TYPES + "=web-worker)";
  private static final int UPDATES = 100;

  private final BundleContext context =
      FrameworkUtil.getBundle(JavaScriptTest.class).getBundleContext();
  private Bundle js;

  @BeforeEach
  void find() {
    js = Bundles.find(context, "io.mycel.js");
  }

  /** A server without JavaScript plugins does not pay for them: not a class of it is loaded. */
  @Test
  @Order(1)
  void noEngineIsLoadedBeforeTheFirstPlugin() throws Exception {
    assertFalse(isLoaded("org.graalvm.polyglot.Engine"));
    assertFalse(isLoaded("io.mycel.js.engine.internal.graal.GraalEngine"));
    assertFalse(isLoaded("io.mycel.js.internal.worker.World"));
  }

  private static boolean isLoaded(String type) throws JMException {
    String hierarchy =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "vmClassHierarchy",
                    new Object[] {new String[] {type}},
                    new String[] {String[].class.getName()});
    return hierarchy.contains(type);
  }

  @Test
  @Order(2)
  void aPluginStartsAndAnswers() throws Exception {
    RunningPlugin plugin = start();
    assertEquals(42, call(plugin, "add", 40, 2));
    assertTrue(isLoaded("org.graalvm.polyglot.Engine"));
    assertTrue(isLoaded("io.mycel.js.engine.internal.graal.GraalEngine"));
    assertTrue(isLoaded("io.mycel.js.internal.worker.World"));
    wait(plugin.stop());
  }

  @Test
  @Order(3)
  void updatesLeaveNothingBehind() throws Exception {
    byte[] jar = Bundles.jar(js);
    LoaderWatch loaders = new LoaderWatch(context);
    for (int i = 1; i <= UPDATES; i++) {
      RunningPlugin plugin = start();
      assertEquals(i, call(plugin, "add", i, 0));
      if (i % 2 == 0) {
        wait(plugin.stop());
      } // else it goes with its runtime
      loaders.on(js);
      js.update(new ByteArrayInputStream(Bundles.withVersion(jar, "0.1.0.v" + i)));
    }
    assertEquals(7, call(start(), "add", 3, 4));
    loaders.assertNoneAlive();
    List<String> threads =
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .filter(name -> name.startsWith("js "))
            .toList();
    // the plugin of the last runtime, and the world that waits there for the next one
    assertTrue(threads.size() <= 2, threads::toString);
  }

  private RunningPlugin start() throws Exception {
    ServiceTracker<PluginRuntime, PluginRuntime> tracker =
        new ServiceTracker<>(
            context,
            context.createFilter(
                "(&(objectClass=" + PluginRuntime.class.getName() + ")" + RUNTIME + ")"),
            null);
    tracker.open();
    try {
      PluginRuntime runtime = tracker.waitForService(10_000);
      ServiceReference<PluginRuntime> reference = tracker.getServiceReference();
      assertEquals(js, reference.getBundle());
      return wait(
          runtime.start(
              ScriptContext.of(
                  "api.export({ add: (a, b) => a + b, twice: async (f, x) => f(x) })")));
    } finally {
      tracker.close();
    }
  }

  private static Object call(RunningPlugin plugin, String function, Object... args)
      throws Exception {
    Call.Context caller =
        new Call.Context("public/caller", "public/test", "public", Map.of(), Map.of());
    Object answer =
        ((RpcFunction) plugin.members().get(function))
            .call(new Call(List.of(args), Map.of(), caller));
    return answer instanceof CompletionStage<?> stage ? wait(stage) : answer;
  }

  private static <T> T wait(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
