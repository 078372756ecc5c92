package io.mycel.js.engine;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A function of Java that JavaScript calls, on the thread of the context. It gets and gives what
 * {@link JsValue#call} takes and gives.
 */
@ConsumerType
@FunctionalInterface
public interface JsHostFunction {

  /**
   * Answers a call.
   *
   * @throws JsHostError is thrown in JavaScript as it says; of any other exception JavaScript
   *     learns only that there was one
   */
  Object call(JsValue[] args) throws Exception;
}
