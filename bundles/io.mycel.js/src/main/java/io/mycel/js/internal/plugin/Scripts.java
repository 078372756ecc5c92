package io.mycel.js.internal.plugin;

import io.mycel.js.engine.JsSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The scripts that make a worker a plugin; kept, so that they are parsed once. */
final class Scripts {
  static final JsSource API = read("api");
  static final JsSource LIFE = read("life");

  private Scripts() {}

  private static JsSource read(String name) {
    String file = "/io/mycel/js/internal/plugin/" + name + ".js";
    try (InputStream in = Scripts.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the bundle lacks " + file);
      }
      return JsSource.of(
          "mycel:" + name + ".js", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
