package io.mycel.js.internal.worker;

import io.mycel.js.engine.JsContext;
import io.mycel.js.engine.JsHostFunction;
import io.mycel.js.engine.JsSource;
import io.mycel.js.engine.JsValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a plugin finds when it starts: a dedicated worker's global object, made by scripts. Keep it,
 * and they are parsed once.
 */
final class World {
  private static final String FOLDER = "/io/mycel/js/internal/world/";

  /** In the order in which they build upon each other. */
  private static final List<String> FILES =
      List.of("errors", "events", "scope", "timers", "values", "messages", "scripts");

  private final JsSource first = read("world");
  private final List<JsSource> sources = FILES.stream().map(World::read).toList();

  /** What is made when a plugin first looks for it. */
  private final Map<String, JsSource> parts = new ConcurrentHashMap<>();

  private static JsSource read(String name) {
    String file = FOLDER + name + ".js";
    try (InputStream in = World.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the bundle lacks " + file);
      }
      return JsSource.of(
          "mycel:" + name + ".js", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /**
   * Makes the world in a new context.
   *
   * @param host what the scripts get from Java, by name
   * @return what Java calls in the world
   */
  JsValue install(JsContext context, Map<String, Object> host) {
    Map<String, Object> all = new LinkedHashMap<>(host);
    JsHostFunction part = args -> context.eval(part(args[0].asString()));
    all.put("part", part);
    JsValue world = context.eval(first).call(all.keySet().toArray(), all.values().toArray());
    JsValue shared = world.member("host");
    for (JsSource source : sources) {
      context.eval(source).call(world, shared);
    }
    return world;
  }

  private JsSource part(String name) {
    return parts.computeIfAbsent(name, World::read);
  }
}
