package io.mycel.js.engine.internal;

import io.mycel.js.engine.JsEngine;
import io.mycel.js.engine.JsEngineFactory;
import io.mycel.js.engine.internal.graal.GraalEngines;
import org.osgi.service.component.annotations.Component;

/** The engine as a service of the framework. */
@Component(service = JsEngineFactory.class)
public final class EngineComponent implements JsEngineFactory {
  @Override
  public JsEngine open() {
    return new GraalEngines().open();
  }
}
