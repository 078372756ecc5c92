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

  static <T> T call(String name, Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.setContextClassLoader(Owned.class.getClassLoader());
    thread.start();
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
}
