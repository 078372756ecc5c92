package io.mycel.js.internal.worker;

import io.mycel.js.engine.JsEngine;
import io.mycel.js.engine.JsEngineFactory;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All workers of one engine. The engine is opened with the first worker; until then nothing of it
 * is loaded. Needs no OSGi: a small JVM on a class path makes one of {@link
 * JsEngineFactory#onClassPath}.
 */
public final class JsWorkers implements AutoCloseable {
  private final JsEngineFactory factory;
  private final Set<JsWorker> workers = ConcurrentHashMap.newKeySet();
  private World world;
  private JsEngine engine;
  private boolean closed;

  /** Workers of an engine that is still to be opened. */
  public JsWorkers(JsEngineFactory factory) {
    this.factory = factory;
  }

  /** Starts a worker: its world is there before anything that is asked of it later. */
  public JsWorker start(WorkerSpec spec, WorkerListener listener) {
    JsEngine ready = engine();
    JsWorker worker = new JsWorker(ready, world, spec, listener, this::ended);
    workers.add(worker);
    worker.start();
    return worker;
  }

  private synchronized JsEngine engine() {
    if (closed) {
      throw new IllegalStateException("the JavaScript runtime is stopped");
    }
    if (engine == null) {
      engine = factory.open();
      world = new World();
    }
    return engine;
  }

  private void ended(JsWorker worker) {
    workers.remove(worker);
    Closing.start(worker);
  }

  @Override
  public void close() {
    JsEngine open;
    synchronized (this) {
      closed = true;
      open = engine;
      engine = null;
    }
    workers.forEach(JsWorker::stop);
    if (open != null) {
      open.close();
    }
  }
}
