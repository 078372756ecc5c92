package io.mycel.js.engine.internal.form;

import io.mycel.js.engine.JsContext;
import io.mycel.js.engine.JsContextOptions;
import io.mycel.js.engine.JsEngine;
import java.util.function.Consumer;

/** An engine that says when it is closed. */
record TrackedEngine(JsEngine engine, Consumer<JsEngine> closed) implements JsEngine {
  @Override
  public JsContext newContext(JsContextOptions options) {
    return engine.newContext(options);
  }

  @Override
  public String version() {
    return engine.version();
  }

  @Override
  public boolean compiles() {
    return engine.compiles();
  }

  @Override
  public Counters counters() {
    return engine.counters();
  }

  @Override
  public void close() {
    closed.accept(this);
    engine.close();
  }
}
