package io.mycel.js.internal.thread;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DaemonThreadsTest {

  @Test
  void aThreadHasTheLoaderOfItsBundleUntilItHasEnded() throws Exception {
    CompletableFuture<ClassLoader> meanwhile = new CompletableFuture<>();
    Thread thread =
        DaemonThreads.make(
            "test", () -> meanwhile.complete(Thread.currentThread().getContextClassLoader()));
    assertTrue(thread.isDaemon());
    thread.start();
    assertSame(DaemonThreads.class.getClassLoader(), meanwhile.get(10, TimeUnit.SECONDS));
    thread.join(10_000);
    assertNull(thread.getContextClassLoader());
  }
}
