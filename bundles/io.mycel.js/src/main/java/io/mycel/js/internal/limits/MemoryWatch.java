package io.mycel.js.internal.limits;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * Finds who fills the heap: of all plugins the one that has allocated most of late. JavaScript has
 * no heaps of its own, so this is a judgement and no measure; growth that outruns it ends other
 * threads of this JVM too.
 */
final class MemoryWatch {
  private static final double DECAY = 0.97;
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(300);

  /** Who allocates less than this is not why the heap is full. */
  private static final long LEAST_BYTES = 1 << 20;

  /** When plugins are stopped, in shares of the largest heap that there may be. */
  record Thresholds(double used, double afterCollection, double emergency) {
    static final Thresholds DEFAULT = new Thresholds(0.75, 0.55, 0.90);
  }

  /** How full the heap is, in bytes. */
  record Heap(long used, long afterCollection, long max) {}

  /** Reads and empties the heap. */
  interface Source {
    Heap heap();

    void collect();
  }

  private final Source source;
  private final Thresholds thresholds;
  private final Map<Watched, long[]> allocations = new HashMap<>(); // {total, of late}
  private long pausedUntil = System.nanoTime();
  private boolean outdated; // what the last collection left, since somebody was stopped

  MemoryWatch(Source source, Thresholds thresholds) {
    this.source = source;
    this.thresholds = thresholds;
  }

  static Source ofThisJvm() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    List<MemoryPoolMXBean> pools =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .filter(pool -> pool.getCollectionUsage() != null)
            .toList();
    LongSupplier afterCollection =
        () -> pools.stream().mapToLong(pool -> pool.getCollectionUsage().getUsed()).sum();
    return new Source() {
      @Override
      public Heap heap() {
        MemoryUsage usage = memory.getHeapMemoryUsage();
        return new Heap(usage.getUsed(), afterCollection.getAsLong(), usage.getMax());
      }

      @Override
      public void collect() {
        memory.gc();
      }
    };
  }

  /**
   * Looks at the heap.
   *
   * @param plugins all of them
   * @param allocated how much a plugin's thread has allocated in all
   * @return whom to stop; null if nobody. After somebody was stopped nobody is for a while, so that
   *     the memory can come back
   */
  synchronized Watched worst(
      Collection<? extends Watched> plugins, ToLongFunction<Watched> allocated, long now) {
    Watched worst = mostActive(plugins, allocated);
    return worst == null || now - pausedUntil < 0 || !full() ? null : paused(worst, now);
  }

  /**
   * Whom to stop, where a plugin got no memory: itself, if it has allocated most; else who has, if
   * the heap is full. Null if it has only asked for more than there ever is, or if somebody was
   * stopped a moment ago, whose memory has not come back yet.
   */
  synchronized Watched guilty(
      Watched victim,
      Collection<? extends Watched> plugins,
      ToLongFunction<Watched> allocated,
      long now) {
    Watched worst = mostActive(plugins, allocated);
    if (worst == null || now - pausedUntil < 0 || worst != victim && !full()) {
      return null;
    }
    return paused(worst, now);
  }

  private Watched paused(Watched worst, long now) {
    pausedUntil = now + PAUSE;
    outdated = true;
    return worst;
  }

  private Watched mostActive(
      Collection<? extends Watched> plugins, ToLongFunction<Watched> allocated) {
    allocations.keySet().retainAll(plugins);
    Watched worst = null;
    long most = LEAST_BYTES;
    for (Watched plugin : plugins) {
      long[] known = allocations.computeIfAbsent(plugin, key -> new long[2]);
      long total = allocated.applyAsLong(plugin);
      known[1] = (long) (DECAY * known[1]) + (total - known[0]);
      known[0] = total;
      if (known[1] > most) {
        most = known[1];
        worst = plugin;
      }
    }
    return worst;
  }

  private boolean full() {
    Heap heap = source.heap();
    if (heap.used() <= heap.max() * thresholds.used()) {
      return false;
    }
    boolean left = heap.afterCollection() > heap.max() * thresholds.afterCollection();
    if (left && !outdated) {
      return true;
    }
    if (!left && heap.used() <= heap.max() * thresholds.emergency()) {
      return false;
    }
    // Much of it may be garbage that nobody has collected yet, of which no plugin is guilty.
    source.collect();
    outdated = false;
    return source.heap().used() > heap.max() * thresholds.used();
  }

  /** Lets the memory of a plugin that was stopped come back. */
  void stopped() {
    source.collect();
  }
}
