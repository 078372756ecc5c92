package io.mycel.js.internal.worker;

import io.mycel.js.engine.JsContext;
import io.mycel.js.engine.JsContextOptions;
import io.mycel.js.engine.JsEngine;
import io.mycel.js.engine.JsEngineFactory;
import io.mycel.js.engine.JsSource;
import io.mycel.js.engine.JsValue;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * An engine that ends nothing until it is allowed to, as the real one does with recursion that
 * catches its own errors.
 */
public final class StubbornEngine implements JsEngineFactory {
  private final CountDownLatch allowed = new CountDownLatch(1);

  /** From now on it ends what it is asked to end. */
  public void allow() {
    allowed.countDown();
  }

  @Override
  public JsEngine open() {
    return new Engine(JsEngineFactory.onClassPath().open());
  }

  private void await() {
    try {
      allowed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Engine implements JsEngine {
    private final JsEngine engine;

    Engine(JsEngine engine) {
      this.engine = engine;
    }

    @Override
    public JsContext newContext(JsContextOptions options) {
      return new Context(engine.newContext(options));
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
      engine.close();
    }
  }

  private final class Context implements JsContext {
    private final JsContext context;

    Context(JsContext context) {
      this.context = context;
    }

    @Override
    public JsValue eval(JsSource source) {
      return context.eval(source);
    }

    @Override
    public void resetLimits() {
      context.resetLimits();
    }

    @Override
    public boolean interrupt(Duration patience) {
      return false;
    }

    @Override
    public void cancel() {
      await();
      context.cancel();
    }
  }
}
