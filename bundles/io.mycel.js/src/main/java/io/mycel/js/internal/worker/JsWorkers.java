package io.mycel.js.internal.worker;

import io.mycel.js.engine.JsEngine;
import io.mycel.js.engine.JsEngineFactory;
import io.mycel.js.internal.limits.Limits;
import io.mycel.js.internal.limits.Watchdog;
import io.mycel.js.internal.limits.Watched;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;

/**
 * All workers of one engine. The engine is opened with the first worker; until then nothing of it
 * is loaded. Needs no OSGi: a small JVM on a class path makes one of {@link
 * JsEngineFactory#onClassPath}.
 */
public final class JsWorkers implements AutoCloseable {
  private final JsEngineFactory factory;
  private final Set<JsWorker> workers = ConcurrentHashMap.newKeySet();
  private final LongAdder started = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private World world;
  private JsEngine engine;
  private volatile Watchdog watchdog;
  private volatile Runnable whenEnded = () -> {};
  private volatile boolean closed;

  /** Workers of an engine that is still to be opened. */
  public JsWorkers(JsEngineFactory factory) {
    this.factory = factory;
  }

  /** Is told when a worker has ended; must not block. */
  public void whenEnded(Runnable listener) {
    whenEnded = listener;
  }

  /** Starts a worker: its world is there before anything that is asked of it later. */
  public JsWorker start(WorkerSpec spec, WorkerListener listener) {
    JsWorker worker = make(spec.limits(), spec.executor());
    worker.begin(spec, listener);
    return worker;
  }

  /** Makes a worker with its world, which is told later what it is for. */
  public JsWorker make(Limits limits, Executor executor) {
    JsEngine ready = engine();
    JsWorker worker =
        new JsWorker(ready, world, limits, executor, watchdog, started::increment, this::ended);
    workers.add(worker);
    worker.start();
    if (closed) {
      worker.stop(); // it may have come too late for who stops all of them
    }
    return worker;
  }

  private synchronized JsEngine engine() {
    if (closed) {
      throw new IllegalStateException("the JavaScript runtime is stopped");
    }
    if (engine == null) {
      engine = factory.open();
      world = new World();
      watchdog = new Watchdog();
    }
    return engine;
  }

  private void ended(JsWorker worker) {
    workers.remove(worker);
    if (worker.state() == JsWorker.State.FAILED) {
      failed.increment();
    }
    watchdog.ending(worker.watched());
    Closing.start(worker);
    whenEnded.run();
  }

  /**
   * What has been done so far.
   *
   * @param started workers
   * @param running workers that have begun
   * @param failed workers that met a limit or failed
   * @param runaways names of workers that were stopped and still run
   */
  public record Status(long started, int running, long failed, List<String> runaways) {}

  /** What has been done so far. */
  public Status status() {
    Watchdog known = watchdog;
    List<String> runaways =
        known == null ? List.of() : known.runaways().stream().map(Watched::name).sorted().toList();
    int running = (int) workers.stream().filter(JsWorker::hasBegun).count();
    return new Status(started.sum(), running, failed.sum(), runaways);
  }

  /** Stops all workers, waits until they have ended, and closes the engine. */
  @Override
  public void close() {
    JsEngine open;
    synchronized (this) {
      closed = true;
      open = engine;
      engine = null;
      world = null;
    }
    List<JsWorker> all = List.copyOf(workers);
    all.forEach(JsWorker::stop);
    Closing.await(all);
    if (open == null) {
      return;
    }
    watchdog.close();
    open.close();
  }
}
