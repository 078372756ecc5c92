package io.mycel.js.internal.values;

import io.mycel.js.engine.JsHostFunction;

/**
 * A function of Java as JavaScript sees it. When JavaScript gives it back, it becomes again what it
 * was made of.
 */
final class HostCall implements JsHostFunction {
  private final Object target;
  private final JsHostFunction body;

  HostCall(Object target, JsHostFunction body) {
    this.target = target;
    this.body = body;
  }

  Object target() {
    return target;
  }

  @Override
  public Object call(io.mycel.js.engine.JsValue[] args) throws Exception {
    return body.call(args);
  }
}
