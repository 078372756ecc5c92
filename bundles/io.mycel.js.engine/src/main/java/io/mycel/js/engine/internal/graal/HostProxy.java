package io.mycel.js.engine.internal.graal;

import io.mycel.js.engine.JsException;
import io.mycel.js.engine.JsHostError;
import io.mycel.js.engine.JsHostFunction;
import io.mycel.js.engine.JsValue;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A function of Java within JavaScript. What it throws is an error of JavaScript that tells nothing
 * of this machine.
 */
record HostProxy(GraalContext context, JsHostFunction function) implements ProxyExecutable {
  private static final Logger LOG = LoggerFactory.getLogger(HostProxy.class);

  @Override
  public Object execute(Value... args) {
    JsValue[] values = new JsValue[args.length];
    for (int i = 0; i < args.length; i++) {
      values[i] = new GraalValue(context, args[i]);
    }
    try {
      return context.toGuest(function.call(values));
    } catch (PolyglotException e) {
      throw e;
    } catch (JsException e) {
      if (e instanceof GuestException guest) {
        throw guest.thrown(); // of JavaScript that this function called: goes on as it is
      }
      throw context.error("Error", e.getMessage());
    } catch (JsHostError e) {
      throw context.error(e.name(), e.getMessage());
    } catch (Exception | LinkageError | AssertionError e) {
      LOG.warn("A function that JavaScript called failed", e);
      throw context.error("Error", "internal error of the server");
    }
  }
}
