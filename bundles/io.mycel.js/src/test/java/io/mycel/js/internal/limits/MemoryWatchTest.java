package io.mycel.js.internal.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who is stopped for filling the heap, and who is not. */
class MemoryWatchTest {
  private static final long MEGABYTE = 1 << 20;
  private static final long STEP = TimeUnit.MILLISECONDS.toNanos(5);

  private final FakeHeap heap = new FakeHeap();
  private final MemoryWatch watch = new MemoryWatch(heap);
  private final Map<Watched, Long> allocated = new HashMap<>();
  private final Watched greedy = plugin("greedy");
  private final Watched modest = plugin("modest");
  private long now = System.nanoTime();
  private long copied;
  private boolean busy = true;
  private long tasks = 1;

  /** A heap of 1000 MB. */
  private static final class FakeHeap implements HeapSource {
    private long live;
    private long garbage;
    private long left;
    private int collections;

    @Override
    public long used() {
      return live + garbage;
    }

    @Override
    public long afterCollection() {
      return left;
    }

    @Override
    public long max() {
      return 1000 * MEGABYTE;
    }

    @Override
    public void collect() {
      collections++;
      garbage = 0;
      left = live;
    }
  }

  private Watched plugin(String name) {
    Watched plugin =
        new Watched() {
          @Override
          public String name() {
            return name;
          }

          @Override
          public Thread thread() {
            return Thread.currentThread();
          }

          @Override
          public boolean busy() {
            return busy;
          }

          @Override
          public long taskNumber() {
            return tasks;
          }

          @Override
          public long copiedBytes() {
            return copied;
          }

          @Override
          public Limits limits() {
            return Limits.defaults();
          }

          @Override
          public void exceeded(String reason) {}

          @Override
          public void runaway() {}
        };
    allocated.put(plugin, 0L);
    return plugin;
  }

  /** Lets plugins allocate for 5 ms; gives whom to stop. */
  private Watched step(long greedyMegabytes, long modestMegabytes, double kept) {
    now += STEP;
    allocated.merge(greedy, greedyMegabytes * MEGABYTE, Long::sum);
    allocated.merge(modest, modestMegabytes * MEGABYTE, Long::sum);
    long all = (greedyMegabytes + modestMegabytes) * MEGABYTE;
    heap.live += (long) (kept * all);
    heap.garbage += (long) ((1 - kept) * all);
    return watch.worst(List.of(modest, greedy), allocated::get, now);
  }

  /** Goes on until somebody is stopped; how full the heap was then, in shares. */
  private double untilStopped(long megabytes) {
    for (int i = 0; i < 10_000; i++) {
      Watched stopped = step(megabytes, 0, 1);
      if (stopped != null) {
        assertSame(greedy, stopped);
        return (double) heap.used() / heap.max();
      }
      assertTrue(heap.used() < heap.max(), "the heap is full and nobody was stopped");
    }
    throw new AssertionError("nobody was stopped");
  }

  @Test
  void theFasterItGrowsTheEarlierItIsStopped() {
    double fast = untilStopped(12); // 2.4 GB a second
    assertTrue(fast < 0.75, () -> "at " + fast);
  }

  @Test
  void slowGrowthMayTakeMore() {
    double slow = untilStopped(1);
    assertTrue(slow > 0.75, () -> "at " + slow);
  }

  @Test
  void whoMakesGarbageOnlyIsNotStopped() {
    for (int i = 0; i < 2000; i++) {
      assertNull(step(10, 1, 0));
    }
    assertTrue(heap.collections > 0, "it was looked at");
    assertTrue(heap.collections < 100, () -> heap.collections + " collections for 22 GB");
  }

  @Test
  void arraysThatComeAndGoAreNoFlood() {
    for (int i = 0; i < 14; i++) {
      copied += 64 * MEGABYTE;
      assertNull(step(64, 0, 0));
    }
    assertEquals(0, heap.collections, "the collector comes by itself when the heap is full");
  }

  @Test
  void whoseArraysStayIsStopped() {
    for (int i = 0; i < 14; i++) {
      copied += 64 * MEGABYTE;
      assertNull(step(64, 0, 1));
    }
    copied += 64 * MEGABYTE;
    assertSame(greedy, step(64, 0, 1));
  }

  @Test
  void afterOneWasStoppedTheMemoryMayComeBack() {
    untilStopped(12);
    assertNull(step(0, 12, 1));
    assertNull(watch.guilty(modest, List.of(modest, greedy), allocated::get, now));
  }

  @Test
  void whoGetsNoMemoryAndHasTakenMostIsToBlame() {
    for (int i = 0; i < 30; i++) {
      step(2, 0, 1);
    }
    assertSame(greedy, watch.guilty(greedy, List.of(modest, greedy), allocated::get, now));
  }

  @Test
  void whoGetsNoMemoryThoughThereIsSomeAsksForTooMuch() {
    for (int i = 0; i < 30; i++) {
      step(2, 0, 1);
    }
    assertNull(watch.guilty(modest, List.of(modest, greedy), allocated::get, now));
  }

  @Test
  void itTellsHowLongTheHeapLasts() {
    assertEquals(Long.MAX_VALUE, watch.nanosLeft());
    for (int i = 0; i < 20; i++) {
      step(5, 0, 1); // 1 GB a second, 850 MB to go
    }
    long left = TimeUnit.NANOSECONDS.toMillis(watch.nanosLeft());
    assertTrue(left > 700 && left < 1000, () -> left + " ms");
  }

  @Test
  void whoHasRunNothingSinceTheLastLookIsNotAsked() {
    AtomicInteger asked = new AtomicInteger();
    Runnable look =
        () ->
            watch.worst(
                List.of(modest),
                plugin -> {
                  asked.incrementAndGet();
                  return 0;
                },
                now += STEP);
    look.run();
    busy = false;
    look.run(); // it may have gone on for a while after the last look
    int before = asked.get();
    look.run();
    assertEquals(before, asked.get());
    tasks++; // which came and went between two looks
    look.run();
    assertEquals(before + 1, asked.get());
    busy = true;
    look.run();
    assertEquals(before + 2, asked.get());
  }
}
