package io.mycel.js.engine.internal.graal;

import io.mycel.js.engine.JsException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs what touches the engine on a thread that ends afterwards. Truffle leaves values of its own
 * in the thread locals of whoever calls it, and would so keep its class loader alive.
 */
final class Owned {
  private Owned() {}

  /**
   * Runs something and waits for it.
   *
   * @param name of the thread
   */
  static <T> T call(String name, Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    start(name, task);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof JsException known) {
        throw known;
      }
      throw new IllegalStateException("the JavaScript engine failed: " + cause, cause);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Runs something and waits for it, but not for ever; it may go on afterwards. */
  static void run(String name, Runnable work, long patienceMillis) {
    try {
      start(name, work).join(patienceMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.setContextClassLoader(Owned.class.getClassLoader());
    thread.start();
    return thread;
  }
}
