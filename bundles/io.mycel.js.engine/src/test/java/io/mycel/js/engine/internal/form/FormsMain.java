package io.mycel.js.engine.internal.form;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/**
 * Starts the bundle in frameworks with and without the properties that it likes, several times in
 * one JVM, and prints what it answers.
 */
final class FormsMain {
  private FormsMain() {}

  /**
   * Needs the bundle, a file with the framework properties, and a folder.
   *
   * <p>Prints for each start: framework, whether with properties, whether it compiles, 6 * 7.
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
                answer[0] = product(bundle, engines, engine);
              } catch (ReflectiveOperationException e) {
                answer[0] = e.getCause();
              }
            });
    thread.start();
    thread.join();
    type.getMethod("close").invoke(component);
    return compiles + " " + answer[0];
  }

  private static Object product(Bundle bundle, Class<?> engines, Object engine)
      throws ReflectiveOperationException {
    Class<?> files = bundle.loadClass("io.mycel.js.engine.JsFiles");
    Class<?> options = bundle.loadClass("io.mycel.js.engine.JsContextOptions");
    Class<?> sources = bundle.loadClass("io.mycel.js.engine.JsSource");
    Object none = files.getField("NONE").get(null);
    Object context =
        engines
            .getMethod("newContext", options)
            .invoke(engine, options.getConstructor(files, long.class).newInstance(none, 0L));
    Object source =
        sources.getMethod("of", String.class, String.class).invoke(null, "a.js", "6 * 7");
    Object value =
        bundle
            .loadClass("io.mycel.js.engine.JsContext")
            .getMethod("eval", sources)
            .invoke(context, source);
    return bundle.loadClass("io.mycel.js.engine.JsValue").getMethod("asInt").invoke(value);
  }
}
