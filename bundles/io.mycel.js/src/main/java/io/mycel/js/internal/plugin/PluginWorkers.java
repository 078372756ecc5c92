package io.mycel.js.internal.plugin;

import io.mycel.js.internal.limits.Limits;
import io.mycel.js.internal.worker.JsWorkers;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Where plugins get their workers. A spare one may be made beforehand: it takes longer to make a
 * world than to run the script of a plugin in it.
 */
public final class PluginWorkers {
  private final JsWorkers workers;
  private final Limits limits;
  private final Executor executor;
  private PluginWorker spare;

  /**
   * Workers of an engine.
   *
   * @param executor for what may block: opening the engine, functions of the server
   */
  public PluginWorkers(JsWorkers workers, Limits limits, Executor executor) {
    this.workers = workers;
    this.limits = limits;
    this.executor = executor;
  }

  /** Those of each. */
  public Limits limits() {
    return limits;
  }

  Executor executor() {
    return executor;
  }

  /** The spare one; null if there is none. */
  PluginWorker takeSpare() {
    PluginWorker taken;
    synchronized (this) {
      taken = spare;
      spare = null;
    }
    return taken != null && taken.isUsable() ? taken : null;
  }

  /** A new one. May block for as long as it takes to open the engine. */
  PluginWorker open() {
    return PluginWorker.open(workers, limits, executor);
  }

  /**
   * Makes a spare one, unless there is one; done when its world is there.
   *
   * @throws IllegalStateException if the engine is closed
   */
  public CompletionStage<?> prepare() {
    synchronized (this) {
      if (!hasSpare()) {
        spare = open();
      }
      return spare.made();
    }
  }

  synchronized boolean hasSpare() {
    return spare != null && spare.isUsable();
  }

  /** Ends the spare one, if there is one. */
  void dropSpare() {
    PluginWorker unwanted = takeSpare();
    if (unwanted != null) {
      unwanted.worker().stop();
    }
  }
}
