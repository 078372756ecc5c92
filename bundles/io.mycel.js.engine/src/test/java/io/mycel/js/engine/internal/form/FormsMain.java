package io.mycel.js.engine.internal.form;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordingStream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/**
 * Starts the bundle in frameworks with and without the properties that it likes, several times in
 * one JVM, and prints what it answers.
 */
final class FormsMain {
  private static final String COMPILATION = "jdk.graal.compiler.truffle.Compilation";

  private FormsMain() {}

  /**
   * Needs the bundle, a file with the framework properties, and a folder.
   *
   * <p>Prints for each start: framework, whether with properties, whether it compiles, 6 * 7, and
   * the tiers of what it compiles.
   */
  public static void main(String[] args) throws Exception {
    for (FrameworkFactory factory : ServiceLoader.load(FrameworkFactory.class)) {
      String name = factory.getClass().getName().contains("felix") ? "felix" : "equinox";
      for (boolean properties : new boolean[] {true, false, true, false}) {
        Path cache = Files.createTempDirectory(Path.of(args[2]), name);
        Framework framework =
            factory.newFramework(configuration(cache, properties ? Path.of(args[1]) : null));
        framework.start();
        System.out.println(name + " " + properties + " " + answer(framework, Path.of(args[0])));
        framework.stop();
        framework.waitForStop(0);
      }
    }
    System.out.flush();
  }

  private static Map<String, String> configuration(Path cache, Path properties) throws IOException {
    Map<String, String> all = new HashMap<>();
    if (properties != null) {
      Properties known = new Properties();
      try (var in = Files.newInputStream(properties)) {
        known.load(in);
      }
      known.forEach((key, value) -> all.put((String) key, (String) value));
    }
    all.put("org.osgi.framework.storage", cache.toString());
    all.put("org.osgi.framework.system.packages.extra", "org.slf4j;version=2.0.17");
    all.put(
        "org.osgi.framework.system.capabilities.extra",
        "osgi.extender;osgi.extender=\"osgi.component\";version:Version=\"1.5.0\"");
    return all;
  }

  /** Does what SCR would do, and what a user of the service does. */
  private static String answer(Framework framework, Path jar) throws Exception {
    Bundle bundle = framework.getBundleContext().installBundle(jar.toUri().toString());
    bundle.start();
    Class<?> type = bundle.loadClass(EngineComponent.class.getName());
    Object component =
        type.getConstructor(BundleContext.class).newInstance(bundle.getBundleContext());
    Object engine = type.getMethod("open").invoke(component);
    Class<?> engines = bundle.loadClass("io.mycel.js.engine.JsEngine");
    boolean compiles = (boolean) engines.getMethod("compiles").invoke(engine);
    Object[] answer = new Object[1];
    Thread thread =
        new Thread(
            () -> {
              try {
                Evaluation eval = evaluation(bundle, engines, engine);
                answer[0] = eval.of("6 * 7") + (compiles ? " " + tiers(eval) : "");
              } catch (ReflectiveOperationException e) {
                answer[0] = e.getCause();
              }
            });
    thread.start();
    thread.join();
    type.getMethod("close").invoke(component);
    return compiles + " " + answer[0];
  }

  private interface Evaluation {
    Object of(String script) throws ReflectiveOperationException;
  }

  private static Evaluation evaluation(Bundle bundle, Class<?> engines, Object engine)
      throws ReflectiveOperationException {
    Class<?> files = bundle.loadClass("io.mycel.js.engine.JsFiles");
    Class<?> options = bundle.loadClass("io.mycel.js.engine.JsContextOptions");
    Class<?> sources = bundle.loadClass("io.mycel.js.engine.JsSource");
    Method source = sources.getMethod("of", String.class, String.class);
    Method eval = bundle.loadClass("io.mycel.js.engine.JsContext").getMethod("eval", sources);
    Method number = bundle.loadClass("io.mycel.js.engine.JsValue").getMethod("asInt");
    Object none = files.getField("NONE").get(null);
    Object context =
        engines
            .getMethod("newContext", options)
            .invoke(engine, options.getConstructor(files, long.class).newInstance(none, 0L));
    return script -> number.invoke(eval.invoke(context, source.invoke(null, "a.js", script)));
  }

  /** The tiers of what is compiled when a script runs until something is; empty after a minute. */
  private static Set<Integer> tiers(Evaluation eval) throws ReflectiveOperationException {
    Set<Integer> tiers = new ConcurrentSkipListSet<>();
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    try (RecordingStream events = new RecordingStream()) {
      events.enable(COMPILATION);
      events.onEvent(COMPILATION, event -> tiers.add(event.getInt("truffleTier")));
      events.startAsync();
      while (tiers.isEmpty() && System.nanoTime() < deadline) {
        eval.of(
            "(() => { let s = 0; for (let i = 0; i < 1e6; i++) s = (s * 31 + i) % 1000; return s })()");
      }
    }
    return tiers;
  }
}
