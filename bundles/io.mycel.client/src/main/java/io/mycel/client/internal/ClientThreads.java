package io.mycel.client.internal;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of one client: sockets, time, and services; all daemons. */
final class ClientThreads {
  private static final int SOCKET_THREADS = 2;
  private static final long IDLE_SECONDS = 30;
  private static final long PATIENCE_SECONDS = 5;

  private final Set<Thread> started = ConcurrentHashMap.newKeySet();
  private final ThreadPoolExecutor sockets;
  private final ScheduledThreadPoolExecutor timer;
  private final ThreadPoolExecutor own;
  private final Executor work;

  /**
   * Threads.
   *
   * @param given runs services instead of threads of our own; null for those
   */
  ClientThreads(String clientId, Executor given, int threads, int waitingTasks) {
    String prefix = "io.mycel.client-" + clientId;
    // What waits here is bounded by the sockets: each has one task at most for each direction.
    sockets = pool(SOCKET_THREADS, Integer.MAX_VALUE, prefix + "-socket-");
    timer = new ScheduledThreadPoolExecutor(1, daemons(prefix + "-timer-"));
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    timer.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
    own = given == null ? pool(threads, waitingTasks, prefix + "-") : null;
    work = given == null ? own : given;
  }

  private ThreadPoolExecutor pool(int threads, int waiting, String prefix) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(waiting),
            daemons(prefix));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private ThreadFactory daemons(String prefix) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new OwnThread(this, task, prefix + count.incrementAndGet());
      thread.setDaemon(true);
      started.removeIf(other -> other.getState() == Thread.State.TERMINATED);
      started.add(thread);
      return thread;
    };
  }

  /** For the HTTP client. */
  Executor sockets() {
    return sockets;
  }

  /** For what comes later; tasks must not block. */
  ScheduledThreadPoolExecutor timer() {
    return timer;
  }

  /** For services, callbacks and completions. */
  Executor work() {
    return work;
  }

  /** Lets running tasks end and starts no new ones; does not wait. */
  void end() {
    timer.shutdownNow();
    sockets.shutdown();
    if (own != null) {
      own.shutdown();
    }
  }

  /** Interrupts what runs, and waits for it unless the calling thread is one of these. */
  void endAndWait() {
    end();
    if (own != null) {
      own.shutdownNow();
    }
    if (isOwn()) {
      return;
    }
    try {
      // A pool that has terminated may still have a thread on its last steps.
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      for (Thread thread : started) {
        thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** True if the calling thread is one of these. */
  boolean isOwn() {
    return Thread.currentThread() instanceof OwnThread thread && thread.owner == this;
  }

  private static final class OwnThread extends Thread {
    private final ClientThreads owner;

    OwnThread(ClientThreads owner, Runnable task, String name) {
      super(task, name);
      this.owner = owner;
    }
  }
}
