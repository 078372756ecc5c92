package io.mycel.js.internal.thread;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DaemonThreadsTest {

  @Test
  void aThreadHasTheLoaderOfItsBundleUntilItHasEnded() throws Exception {
    CompletableFuture<ClassLoader> meanwhile = new CompletableFuture<>();
    Thread thread = madeByAnother(() -> meanwhile.complete(loader()));
    assertTrue(thread.isDaemon());
    thread.start();
    assertSame(DaemonThreads.class.getClassLoader(), meanwhile.get(10, TimeUnit.SECONDS));
    thread.join(10_000);
    assertNull(thread.getContextClassLoader());
  }

  private static ClassLoader loader() {
    return Thread.currentThread().getContextClassLoader();
  }

  /** Made by a thread with a loader that it must not have. */
  private static Thread madeByAnother(Runnable work) {
    Thread self = Thread.currentThread();
    ClassLoader before = self.getContextClassLoader();
    self.setContextClassLoader(new ClassLoader() {});
    try {
      return DaemonThreads.make("test", work);
    } finally {
      self.setContextClassLoader(before);
    }
  }

  @Test
  void aThreadThatHasEndedKeepsNothingOfItsWork() throws Exception {
    ReferenceQueue<Object> collected = new ReferenceQueue<>();
    Object used = new Object();
    WeakReference<Object> watched = new WeakReference<>(used, collected);
    Thread thread = thread(used);
    used = null;
    thread.start();
    thread.join(10_000);
    for (int i = 0; i < 50 && watched.get() != null; i++) {
      System.gc();
      collected.remove(100);
    }
    assertNull(watched.get());
    assertEquals(Thread.State.TERMINATED, thread.getState());
  }

  private static Thread thread(Object used) {
    return DaemonThreads.make("test", used::hashCode);
  }

  @Test
  void whatIsThrownIsTold() throws Exception {
    CompletableFuture<Throwable> told = new CompletableFuture<>();
    Error thrown = new Error("of a test");
    Thread thread =
        DaemonThreads.make(
            "test",
            () -> {
              throw thrown;
            });
    thread.setUncaughtExceptionHandler((which, failure) -> told.complete(failure));
    thread.start();
    assertSame(thrown, told.get(10, TimeUnit.SECONDS));
  }
}
