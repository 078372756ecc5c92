package io.mycel.js.internal.worker;

import io.mycel.js.engine.JsContext;
import io.mycel.js.engine.JsSource;
import io.mycel.js.engine.JsValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What a plugin finds when it starts: a dedicated worker's global object, made by scripts. */
final class World {
  private static final String FOLDER = "/io/mycel/js/internal/world/";

  /** In the order in which they build upon each other. */
  private static final List<String> FILES =
      List.of(
          "errors",
          "events",
          "scope",
          "timers",
          "abort",
          "base64",
          "random",
          "blob",
          "url-parser",
          "url",
          "clone",
          "values",
          "messages",
          "console",
          "scripts",
          "fetch",
          "websocket",
          "wasm");

  private final JsSource first;
  private final List<JsSource> sources;

  /** Reads the scripts; keep the world, and they are parsed once. */
  World() {
    first = read("world");
    sources = FILES.stream().map(World::read).toList();
  }

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
    JsValue world = context.eval(first).call(host.keySet().toArray(), host.values().toArray());
    JsValue shared = world.member("host");
    for (JsSource source : sources) {
      context.eval(source).call(world, shared);
    }
    return world;
  }
}
