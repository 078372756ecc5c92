package io.mycel.js.internal.thread;

import java.util.concurrent.FutureTask;

/**
 * Makes the threads of this bundle. They have its class loader: that of whoever was the first to
 * need one may be an old version of another bundle, which would not go as long as the thread lives.
 *
 * <p>When they have ended, they let go of it, and of what they ran. A thread that has ended may be
 * remembered: the loaders of Felix 7.0.5 do so when two threads define a class at the same time
 * ({@code BundleClassLoader.defineClassParallel}), and each first plugin loads the engine beside
 * the one that is prepared for the next. Java keeps the loader in it and, as of 25, its task.
 */
public final class DaemonThreads {
  private DaemonThreads() {}

  /** A thread that is still to be started. */
  public static Thread make(String name, Runnable work) {
    return make(name, 0, work);
  }

  /**
   * A thread that is still to be started.
   *
   * @param stackBytes of it; 0 for what is usual
   */
  public static Thread make(String name, long stackBytes, Runnable work) {
    // a class of Java's own, which forgets what it has run
    Runnable task = new FutureTask<>(() -> run(work), null);
    Thread thread = new Thread(null, task, name, stackBytes);
    thread.setDaemon(true);
    thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
    return thread;
  }

  private static void run(Runnable work) {
    Thread thread = Thread.currentThread();
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e); // else nobody is told
    } finally {
      thread.setContextClassLoader(null);
    }
  }
}
