package io.mycel.js.internal.worker;

import io.mycel.js.engine.JsContext;
import io.mycel.js.internal.thread.DaemonThreads;
import java.util.Collection;

/** Closes the context of a worker that has ended, on a thread that can be spared. */
final class Closing {
  private Closing() {}

  /** Waits until the threads of workers have ended, no longer than they may take for it. */
  static void await(Collection<JsWorker> workers) {
    for (JsWorker worker : workers) {
      try {
        worker.thread().join(worker.limits().stopMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  static void start(JsWorker worker) {
    JsContext context = worker.context();
    DaemonThreads.make(
            "js closing " + worker.spec().name(),
            () -> {
              if (context != null) {
                context.cancel();
              }
            })
        .start();
  }
}
