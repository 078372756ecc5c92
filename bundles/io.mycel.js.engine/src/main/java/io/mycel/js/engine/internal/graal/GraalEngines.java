package io.mycel.js.engine.internal.graal;

import io.mycel.js.engine.JsEngine;
import io.mycel.js.engine.JsEngineFactory;

/** Opens engines of the GraalJS that the loader of this class sees. */
public final class GraalEngines implements JsEngineFactory {
  @Override
  public JsEngine open() {
    return GraalEngine.open();
  }
}
