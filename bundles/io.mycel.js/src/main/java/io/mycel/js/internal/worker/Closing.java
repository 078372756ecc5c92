package io.mycel.js.internal.worker;

import io.mycel.js.engine.JsContext;

/** Closes the context of a worker that has ended, on a thread that can be spared. */
final class Closing {
  private Closing() {}

  static Thread start(JsWorker worker) {
    Thread thread =
        new Thread(
            () -> {
              JsContext context = worker.context();
              if (context != null) {
                context.cancel();
              }
            },
            "js closing " + worker.spec().name());
    thread.setDaemon(true);
    thread.setContextClassLoader(Closing.class.getClassLoader());
    thread.start();
    return thread;
  }
}
