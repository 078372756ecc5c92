package io.mycel.js.engine.internal.graal;

import io.mycel.js.engine.JsContext;
import io.mycel.js.engine.JsHostFunction;
import io.mycel.js.engine.JsSource;
import io.mycel.js.engine.JsValue;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;

/** One context, and the way of values in and out of it. */
final class GraalContext implements JsContext {
  private static final JsSource NEW_ERROR =
      JsSource.of(
          "error.js",
          "(n, m) => { const e = new (n === 'TypeError' ? TypeError : n === 'RangeError' ?"
              + " RangeError : Error)(m); if (e.name !== n) Object.defineProperty(e, 'name',"
              + " {value: n, configurable: true, writable: true}); return e; }");

  private final GraalEngine engine;
  private final Context context;
  private final AtomicBoolean closed = new AtomicBoolean();
  private Value newError;

  GraalContext(GraalEngine engine, Context context) {
    this.engine = engine;
    this.context = context;
  }

  @Override
  public JsValue eval(JsSource source) {
    try {
      if (newError == null) {
        newError = Loaders.within(() -> context.eval(engine.source(NEW_ERROR)));
      }
      return new GraalValue(this, Loaders.within(() -> context.eval(engine.source(source))));
    } catch (RuntimeException | Error e) {
      throw Failures.of(e);
    }
  }

  /** What JavaScript gets for a value of Java. */
  Object toGuest(Object value) {
    if (value instanceof GraalValue guest) {
      return guest.value();
    }
    if (value instanceof JsHostFunction function) {
      return new HostProxy(this, function);
    }
    if (value instanceof Object[] items) {
      Object[] guest = new Object[items.length];
      for (int i = 0; i < items.length; i++) {
        guest[i] = toGuest(items[i]);
      }
      return ProxyArray.fromArray(guest);
    }
    if (value == null
        || value instanceof String
        || value instanceof Boolean
        || value instanceof Number
        || value instanceof ByteBuffer) {
      return value;
    }
    throw new IllegalArgumentException("no value for JavaScript: a " + value.getClass().getName());
  }

  /** An error of JavaScript, to be thrown in it. */
  RuntimeException error(String name, String message) {
    return newError.execute(name, message).throwException();
  }

  @Override
  public void resetLimits() {
    context.resetLimits();
  }

  @Override
  public boolean interrupt(Duration patience) {
    try {
      context.interrupt(patience);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (IllegalStateException e) {
      return true; // closed already
    }
  }

  @Override
  public void cancel() {
    if (closed.compareAndSet(false, true)) {
      try {
        context.close(true);
      } catch (PolyglotException e) {
        if (!e.isCancelled()) {
          throw Failures.of(e);
        }
      } finally {
        engine.contextClosed(true);
      }
    }
  }
}
