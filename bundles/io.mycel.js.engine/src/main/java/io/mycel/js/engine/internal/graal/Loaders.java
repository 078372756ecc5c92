package io.mycel.js.engine.internal.graal;

import java.util.function.Supplier;

/**
 * The engine looks for parts of itself with the loader of the thread, which anybody may have set.
 */
final class Loaders {
  private Loaders() {}

  /** Does something while the thread has the loader that sees the engine. */
  static <T> T within(Supplier<T> work) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(Loaders.class.getClassLoader());
    try {
      return work.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
