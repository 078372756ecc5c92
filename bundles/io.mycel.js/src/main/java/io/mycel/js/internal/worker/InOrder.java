package io.mycel.js.internal.worker;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs tasks on the threads of another executor, one after the other and in the order in which they
 * came: a plugin's calls begin in the order in which it makes them, as they do where messages carry
 * them. How long they go on after that is their own affair.
 */
public final class InOrder implements Executor {
  private final Executor executor;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean running;

  /** Nothing waits yet. */
  public InOrder(Executor executor) {
    this.executor = executor;
  }

  /**
   * Runs a task after those that came before.
   *
   * @throws RejectedExecutionException if the executor has no room; the task is forgotten then
   */
  @Override
  public synchronized void execute(Runnable task) {
    waiting.add(task);
    if (!running) {
      try {
        executor.execute(this::run);
        running = true;
      } catch (RejectedExecutionException e) {
        waiting.remove(task);
        throw e;
      }
    }
  }

  private void run() {
    Runnable task;
    while ((task = next()) != null) {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        goOn();
        throw e;
      }
    }
  }

  private synchronized Runnable next() {
    Runnable task = waiting.poll();
    running = task != null;
    return task;
  }

  /** After a task that threw: the others are run by another thread. */
  private synchronized void goOn() {
    running = false;
    if (!waiting.isEmpty()) {
      executor.execute(this::run);
      running = true;
    }
  }
}
