package io.mycel.itest.framework;

import static io.mycel.itest.framework.JsPlugins.get;
import static io.mycel.itest.framework.JsPlugins.longs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mycel.api.plugin.Isolation;
import io.mycel.api.plugin.PluginState;
import io.mycel.api.plugin.PluginStatus;
import io.mycel.api.rpc.NdArray;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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

/** Plugins in JavaScript, from their text to calls by clients of the hub. */
class JsPluginTest {
  private static final int UPDATES = 100;
  private static final int CALLERS = 2;

  private final BundleContext context =
      FrameworkUtil.getBundle(JsPluginTest.class).getBundleContext();
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private JsPlugins plugins;

  @BeforeEach
  void open() throws Exception {
    plugins = new JsPlugins(context);
  }

  @AfterEach
  void close() throws Exception {
    plugins.close();
    callers.shutdownNow();
  }

  private PluginStatus active(String name, String version, String script) throws Exception {
    PluginStatus status = plugins.install(name, version, script, Isolation.IN_JVM);
    assertEquals(PluginState.ACTIVE, status.state(), status.cause());
    return status;
  }

  private CompletableFuture<Object> call(PluginStatus plugin, String function, Object... args)
      throws Exception {
    return plugins.call(plugin, function, args);
  }

  @Test
  void aPluginIsInstalledCalledAndRemoved() throws Exception {
    PluginStatus plugin =
        active(
            "Js Hello",
            "0.1.0",
            "class P { async setup() { await api.log('ready') } hello(name) { return 'Hello ' +"
                + " name } twice(a) { return { ...a, _rvalue: a._rvalue.map((x) => 2 * x) } } }\n"
                + "api.export(new P())");
    assertEquals("Hello John", get(call(plugin, "hello", "John")));
    assertEquals(
        NdArray.of(new float[] {2, 4}), get(call(plugin, "twice", NdArray.of(new float[] {1, 2}))));
    assertTrue(
        plugins.manager.log(plugin.id(), 10).stream()
            .anyMatch(line -> line.text().equals("ready")));
  }

  @Test
  void aPluginCallsAnotherOneAndRegistersAServiceOfItsOwn() throws Exception {
    active(
        "Js Adder",
        "0.1.0",
        "api.export({ add: (a, b) => a + b, each: (l, f) => Promise.all(l.map(f)) })");
    PluginStatus caller =
        active(
            "Js Caller",
            "0.1.0",
            """
            api.export({
              async setup() { await api.registerService({ id: 'js-extra', config: { visibility: 'public' }, who: () => 'extra' }) },
              async go() {
                const adder = await api.getPlugin('Js Adder');
                const doubled = await adder.each([1, 2, 3], async (x) => 2 * x);
                const extra = await api.get_service('js-extra');
                const listed = await api.getServices({ name: 'js-extra' });
                return [adder.config.name, await adder.add(1, 2), await api.call('Js Adder', 'add', 3, 4), doubled,
                  await extra.who(), listed.length];
              },
              async none() { await api.getPlugin('Js Nobody') },
            })
            """);
    assertEquals(
        List.of("Js Adder", 3L, 7L, List.of(2L, 4L, 6L), "extra", 1L),
        longs(get(call(caller, "go"))));
    Throwable failure = call(caller, "none").handle((value, e) -> e).get(60, TimeUnit.SECONDS);
    assertTrue(String.valueOf(failure).contains("Js Nobody"), String.valueOf(failure));
  }

  @Test
  void servicesAreTakenBackAsImJoyDoesIt() throws Exception {
    PluginStatus plugin =
        active(
            "Js Registers",
            "0.1.0",
            """
            const listed = async () => (await api.getServices({ type: 'js-registered' })).length;
            api.export({
              async go() {
                const service = { type: 'js-registered', config: { visibility: 'public' } };
                const first = await api.register({ ...service, who: () => 'first' });
                const second = await api.register({ ...service, who: () => 'second' });
                await api.register({ ...service, name: 'Js Named', who: () => 'named' });
                const three = await listed();
                const other = await (await api.getService(second.id)).who();
                await api.unregister({ id: first });
                const none = await api.unregister('js nobody');
                const strict = await api.unregisterService('js nobody').catch((error) => 'refused');
                const two = await listed();
                await api.unregister();
                return [first.id === second.id, three, other, none, strict, two, await listed()];
              },
            })
            """);
    assertEquals(
        List.of(false, 3L, "second", true, "refused", 2L, 0L), longs(get(call(plugin, "go"))));
  }

  @Test
  void callsThatNobodyWaitsForBeginInTheirOrder() throws Exception {
    List<Object> expected = new ArrayList<>();
    for (long i = 0; i < 500; i++) {
      expected.add(i);
    }
    for (Isolation isolation : Isolation.values()) {
      String name = "Js Listens " + isolation.wire();
      PluginStatus listener =
          plugins.install(
              name,
              "0.1.0",
              "let heard = []; api.export({ hear(i) { heard.push(i) },"
                  + " heard() { const all = heard; heard = []; return all } })",
              isolation);
      PluginStatus speaker =
          plugins.install(
              "Js Speaks " + isolation.wire(),
              "0.1.0",
              "api.export({ async speak() { const other = await api.getPlugin('"
                  + name
                  + "'); for (let i = 0; i < 500; i++) other.hear(i); return other.heard() } })",
              isolation);
      assertEquals(expected, longs(get(call(speaker, "speak"))), isolation.wire());
      for (Object i : expected) {
        call(listener, "hear", i);
      }
      assertEquals(expected, longs(get(call(listener, "heard"))), isolation.wire());
    }
  }

  @Test
  void causesOfFailuresNameTheLineOfTheFile() throws Exception {
    PluginStatus plugin =
        plugins.install("Js Broken", "0.1.0", "const a = 1\n  let = = 2", Isolation.IN_JVM);
    assertEquals(PluginState.FAILED, plugin.state());
    assertTrue(plugin.cause().contains("Js Broken.imjoy.html:10:"), plugin.cause());
  }

  @Test
  void aPluginThatComesBackResumesAndANewVersionIsSetUp() throws Exception {
    String script =
        "let begun; api.export({ setup() { begun = 'setup' }, resume() { begun = 'resume' },"
            + " begun: () => begun })";
    PluginStatus plugin = active("Js Comes Back", "1.0.0", script);
    assertEquals("setup", get(call(plugin, "begun")));
    get(plugins.manager.stop(plugin.id()));
    assertEquals(PluginState.ACTIVE, get(plugins.manager.start(plugin.id())).state());
    assertEquals("resume", get(call(plugin, "begun")));
    active("Js Comes Back", "1.1.0", script);
    assertEquals("setup", get(call(plugin, "begun")));
    get(plugins.manager.remove(plugin.id()));
    active("Js Comes Back", "1.1.0", script);
    assertEquals("setup", get(call(plugin, "begun")), "nothing of it was left");
  }

  @Test
  void aPluginThatCannotResumeIsSetUpWhenItIsStartedAgain() throws Exception {
    PluginStatus plugin =
        active(
            "Js Forgets",
            "1.0.0",
            "let begun; api.export({ setup() { begun = 'setup' },"
                + " resume() { throw new Error('all is lost') }, begun: () => begun })");
    get(plugins.manager.stop(plugin.id()));
    PluginStatus failed = get(plugins.manager.start(plugin.id()));
    assertEquals(PluginState.FAILED, failed.state());
    assertTrue(failed.cause().startsWith("resume failed: "), failed.cause());
    assertEquals(PluginState.ACTIVE, get(plugins.manager.start(plugin.id())).state());
    assertEquals("setup", get(call(plugin, "begun")));
  }

  @Test
  void aPluginInAProcessOfItsOwnLooksTheSame() throws Exception {
    PluginStatus plugin =
        plugins.install(
            "Js Process", "0.1.0", "api.export({ add: (a, b) => a + b })", Isolation.PROCESS);
    assertEquals(PluginState.ACTIVE, plugin.state(), plugin.cause());
    assertEquals(Isolation.PROCESS, plugin.isolation());
    assertEquals(3L, longs(get(call(plugin, "add", 1, 2))));
  }

  @Test
  void aPluginIsUpdatedUnderLoadWithoutALostCall() throws Exception {
    PluginStatus plugin =
        active("Js Updated", "1.0.0", "api.export({ version: () => 0, echo: (x) => x })");
    LoaderWatch watch = new LoaderWatch(context);
    AtomicBoolean running = new AtomicBoolean(true);
    AtomicLong answered = new AtomicLong();
    List<CompletableFuture<Void>> loops = load(plugin, running, answered);
    for (int i = 1; i <= UPDATES; i++) {
      pluginBundles("Js Updated").forEach(watch::on);
      active("Js Updated", "1.0." + i, "api.export({ version: () => " + i + ", echo: (x) => x })");
      assertEquals((long) i, longs(get(call(plugin, "version"))));
    }
    running.set(false);
    for (CompletableFuture<Void> loop : loops) {
      loop.get(60, TimeUnit.SECONDS);
    }
    assertTrue(answered.get() > UPDATES, "calls were made meanwhile: " + answered);
    watch.assertNoneAlive();
  }

  private List<CompletableFuture<Void>> load(
      PluginStatus plugin, AtomicBoolean running, AtomicLong answered) {
    List<CompletableFuture<Void>> loops = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      loops.add(
          CompletableFuture.runAsync(
              () -> {
                for (long n = 0; running.get(); n++) {
                  try {
                    assertEquals(n, longs(get(call(plugin, "echo", n))));
                  } catch (Exception e) {
                    throw new CompletionException(e);
                  }
                  answered.incrementAndGet();
                }
              },
              callers));
    }
    return loops;
  }

  private List<Bundle> pluginBundles(String name) {
    return java.util.Arrays.stream(context.getBundles())
        .filter(bundle -> name.equals(bundle.getHeaders("").get("Bundle-Name")))
        .toList();
  }
}
