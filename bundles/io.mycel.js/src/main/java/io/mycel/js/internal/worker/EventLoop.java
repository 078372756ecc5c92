package io.mycel.js.internal.worker;

import io.mycel.js.internal.thread.DaemonThreads;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The one thread of a plugin: runs tasks and timers, one after the other. */
final class EventLoop {
  private static final int RETRY_MILLIS = 20;

  /** Something that is to be done at a time. */
  private record Timer(long at, int id, Runnable task) implements Comparable<Timer> {
    @Override
    public int compareTo(Timer other) {
      int byTime = Long.compare(at - other.at, 0);
      return byTime != 0 ? byTime : Integer.compare(id, other.id);
    }
  }

  private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private final Map<Integer, Timer> timersById = new HashMap<>();
  private final Runnable begun;
  private final Predicate<Throwable> failed;
  private final Runnable ended;
  private final Thread thread;
  private volatile long taskNumber;
  private volatile boolean busy;
  private volatile boolean closed;

  /**
   * A loop that does nothing yet.
   *
   * @param name of the thread
   * @param stackBytes of the thread
   * @param begun is told at the begin of each task
   * @param failed gets what a task throws, on the thread of the loop; says whether it is only that
   *     there was no memory at the moment
   * @param ended is told at the very end, on the thread of the loop
   */
  EventLoop(
      String name, long stackBytes, Runnable begun, Predicate<Throwable> failed, Runnable ended) {
    this.ended = ended;
    this.begun = begun;
    this.failed = failed;
    this.thread = DaemonThreads.make(name, stackBytes, this::run);
  }

  void start() {
    thread.start();
  }

  /** Runs a task after those that wait; from any thread. After {@link #close} it is forgotten. */
  void execute(Runnable task) {
    if (!closed) {
      tasks.add(task);
    }
  }

  /** Runs a task later; only for the thread of the loop. */
  void schedule(int id, double millis, Runnable task) {
    cancel(id);
    Timer timer = new Timer(System.nanoTime() + (long) (millis * 1_000_000), id, task);
    timersById.put(id, timer);
    timers.add(timer);
  }

  /** Forgets what was scheduled; only for the thread of the loop. */
  void cancel(int id) {
    Timer timer = timersById.remove(id);
    if (timer != null) {
      timers.remove(timer);
    }
  }

  /** How many timers wait; only for the thread of the loop. */
  int timers() {
    return timers.size();
  }

  /** Lets the thread end after the task that it runs. */
  void close() {
    closed = true;
    tasks.add(() -> {});
  }

  Thread thread() {
    return thread;
  }

  boolean onThread() {
    return Thread.currentThread() == thread;
  }

  /** Changes with each task. */
  long taskNumber() {
    return taskNumber;
  }

  /** True while a task runs. */
  boolean busy() {
    return busy;
  }

  private void run() {
    try {
      while (!closed) {
        try {
          runDue();
          Runnable task = next();
          if (task != null) {
            perform(task);
          }
        } catch (OutOfMemoryError e) {
          // Another plugin has taken all. Whoever it is will be stopped, and this loop goes on.
          continue;
        }
      }
    } catch (InterruptedException e) {
      closed = true; // nobody interrupts it but to end it
    } finally {
      tasks.clear();
      timers.clear();
      timersById.clear();
      ended.run();
    }
  }

  private void runDue() {
    Timer first = timers.peek();
    if (first == null || first.at() - System.nanoTime() > 0) {
      return;
    }
    timers.poll();
    timersById.remove(first.id(), first);
    boolean lacked = true;
    try {
      lacked = perform(first.task());
    } finally {
      // It may not have begun, so that nothing would come after it; if it had, once more is vain.
      if (lacked && !timersById.containsKey(first.id())) {
        schedule(first.id(), RETRY_MILLIS, first.task());
      }
    }
  }

  private Runnable next() throws InterruptedException {
    Timer first = timers.peek();
    return first == null
        ? tasks.take()
        : tasks.poll(first.at() - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  /** Runs a task; true if it lacked memory. */
  private boolean perform(Runnable task) {
    if (closed) {
      return false;
    }
    busy = true;
    taskNumber++; // written by this thread only, and after busy: whoever sees it sees that, too
    try {
      begun.run();
      task.run();
      return false;
    } catch (Throwable e) {
      return failed.test(e);
    } finally {
      busy = false;
    }
  }
}
