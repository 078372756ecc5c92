package io.mycel.js.engine;

import java.util.Objects;

/**
 * A script. Whoever runs the same one in many contexts keeps it, so that it is parsed once.
 *
 * @param name of its file, for errors
 * @param line of the file where the text begins, counted from 1
 * @param text the JavaScript
 */
public record JsSource(String name, int line, String text) {
  /** Nothing may be null. */
  public JsSource {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(text, "text");
    if (line < 1) {
      throw new IllegalArgumentException("lines are counted from 1, not " + line);
    }
  }

  /** A script that is a whole file. */
  public static JsSource of(String name, String text) {
    return new JsSource(name, 1, text);
  }
}
