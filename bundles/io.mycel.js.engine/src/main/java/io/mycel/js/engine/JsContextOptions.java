package io.mycel.js.engine;

import java.util.Objects;

/**
 * What a context may do.
 *
 * @param files the modules that it may import; {@link JsFiles#NONE} for none
 * @param maxStatements how many statements may run between two calls of {@link
 *     JsContext#resetLimits}; 0 for no limit. A limit makes all code slower. All contexts of an
 *     engine need the same
 */
public record JsContextOptions(JsFiles files, long maxStatements) {
  /** Nothing may be null or negative. */
  public JsContextOptions {
    Objects.requireNonNull(files, "files");
    if (maxStatements < 0) {
      throw new IllegalArgumentException("maxStatements is negative: " + maxStatements);
    }
  }
}
