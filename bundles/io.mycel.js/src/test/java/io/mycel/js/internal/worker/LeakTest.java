package io.mycel.js.internal.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Plugins that were updated leave nothing in the heap. */
class LeakTest {
  private static final int UPDATES = 100;

  @Test
  void hundredUpdatesLeaveNoContext() throws Exception {
    ReferenceQueue<Object> collected = new ReferenceQueue<>();
    Set<Reference<?>> alive = new HashSet<>();
    try (JsWorkers workers = Plugin.workers()) {
      Plugin current = null;
      for (int i = 0; i < UPDATES; i++) {
        Plugin next = Plugin.of(workers);
        next.run(
            "globalThis.f = async (x) => x; setInterval(() => f(1), 1000); new MessageChannel()");
        assertEquals(i, Plugin.get(Plugin.get(next.worker.function("f")).call(List.of(i))));
        alive.add(new WeakReference<>(next.worker, collected));
        alive.add(new WeakReference<>(next.worker.context(), collected));
        if (current != null) {
          current.close();
          current.worker.thread().join(TimeUnit.SECONDS.toMillis(60));
        }
        current = next;
      }
      current.close();
      current.worker.thread().join(TimeUnit.SECONDS.toMillis(60));
      current = null;
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (!alive.isEmpty() && System.nanoTime() < deadline) {
        System.gc();
        Reference<?> gone = collected.remove(500);
        while (gone != null) {
          alive.remove(gone);
          gone = collected.poll();
        }
      }
      assertEquals(0, alive.size(), "workers and contexts that were stopped are still reachable");
      assertEquals(0, workers.status().running());
    }
  }
}
