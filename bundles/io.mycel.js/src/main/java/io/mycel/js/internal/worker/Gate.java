package io.mycel.js.internal.worker;

import io.mycel.js.engine.JsHostError;
import io.mycel.js.engine.JsHostFunction;
import io.mycel.js.engine.JsValue;

/**
 * A function of Java as long as the plugin may run. One that was stopped and cannot be ended still
 * runs, but reaches nobody.
 */
record Gate(JsWorker worker, JsHostFunction function) implements JsHostFunction {
  @Override
  public Object call(JsValue[] args) throws Exception {
    if (worker.state() != JsWorker.State.RUNNING) {
      throw new JsHostError("AbortError", "the plugin is stopped");
    }
    return function.call(args);
  }
}
