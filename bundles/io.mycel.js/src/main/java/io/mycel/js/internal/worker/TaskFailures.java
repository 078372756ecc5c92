package io.mycel.js.internal.worker;

import io.mycel.js.engine.JsException;
import io.mycel.js.internal.limits.Watchdog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of a plugin when one of its tasks fails; on the plugin's thread. */
final class TaskFailures {
  private static final Logger LOG = LoggerFactory.getLogger(TaskFailures.class);

  private final JsWorker worker;
  private final Watchdog watchdog;

  TaskFailures(JsWorker worker, Watchdog watchdog) {
    this.worker = worker;
    this.watchdog = watchdog;
  }

  /** Says whether it is only that there was no memory at the moment. */
  boolean taskFailed(Throwable failure) {
    if (failure instanceof OutOfMemoryError
        || failure instanceof JsException e && e.kind() == JsException.Kind.MEMORY) {
      return outOfMemory();
    }
    if (failure instanceof JsException e) {
      switch (e.kind()) {
        case CANCELLED -> {}
        case STATEMENTS -> worker.fail("statements: more than " + worker.limits().statements());
        default -> log("Uncaught " + e.getMessage() + "\n" + e.stack());
      }
    } else if (worker.state() == JsWorker.State.RUNNING) {
      // else it was stopped in the middle of it, and the engine says so in many ways
      LOG.warn("A task of the plugin {} failed", worker.spec().name(), failure);
      worker.fail("internal error of the server");
    }
    return false;
  }

  /** It got no memory, which may be another's fault: then only this task of it is lost. */
  private boolean outOfMemory() {
    if (watchdog.outOfMemory(worker.watched())) {
      return false;
    }
    log("A task got no memory: it asked for too much, or another plugin had taken it");
    return true;
  }

  private void log(String text) {
    worker.listener().log("error", text);
  }
}
