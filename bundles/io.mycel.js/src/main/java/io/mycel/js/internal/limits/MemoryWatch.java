package io.mycel.js.internal.limits;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/**
 * Finds who fills the heap: of all plugins the one that has allocated most of late. JavaScript has
 * no heaps of its own, so this is a judgement and no measure; growth that outruns it ends other
 * threads of this JVM too.
 *
 * <p>How full is too full depends on how fast it grows: so much must be free that the fastest
 * plugin does not take it before it can be stopped. Where that is no longer so the heap is
 * collected first, since much of it may be garbage, of which nobody is guilty.
 */
final class MemoryWatch {
  /** So long may pass from the look at the heap to the end of the plugin. */
  private static final double REACTION_NANOS = 150e6;

  /** How long what a plugin has allocated counts. */
  private static final double MEMORY_NANOS = 800e6;

  /** How long the highest speed of a plugin counts. */
  private static final double SPEED_NANOS = 300e6;

  /** A speed is measured over this time at least, or one large array would be a flood. */
  private static final long SPAN = TimeUnit.MILLISECONDS.toNanos(5);

  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(300);

  /** Who allocates less than this is not why the heap is full. */
  private static final long LEAST_BYTES = 1 << 20;

  /** In shares of the heap: what is never taken for free, and what is never too full. */
  private static final double USABLE = 0.95;

  private static final double HARMLESS = 0.6;

  /** In shares of the heap: too full, however slowly it grows, after a collection and before. */
  private static final double LEFT = 0.7;

  private static final double FILLED = 0.75;

  /** Between two collections that are made to know, plugins allocate this share of the heap. */
  private static final double NEWS = 0.05;

  /** What is known of one plugin. */
  private static final class Allocation {
    private long total;
    private long copied;
    private double ofLate;
    private long spanBytes;
    private long spanBegan;
    private double speed; // bytes a nanosecond
    private long task = -1;
    private boolean busy;

    /** False for one that has run nothing since the last look: to ask its thread takes long. */
    private boolean hasRun(Watched plugin) {
      long begun = plugin.taskNumber(); // before the other: a task is busy before it is counted
      boolean ran = busy || begun != task;
      task = begun;
      busy = plugin.busy();
      return ran || busy;
    }
  }

  private final HeapSource heap;
  private final Map<Watched, Allocation> allocations = new HashMap<>();
  private long lastLook = System.nanoTime();
  private long pausedUntil = lastLook;
  private double sinceCollection;
  private double speed; // of the fastest, bytes a nanosecond

  MemoryWatch(HeapSource heap) {
    this.heap = heap;
    this.sinceCollection = heap.max();
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
    Watched worst = mostActive(plugins, allocated, now);
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
    Watched worst = mostActive(plugins, allocated, now);
    if (worst == null || now - pausedUntil < 0 || worst != victim && !full()) {
      return null;
    }
    return paused(worst, now);
  }

  /** How long until the heap is full if it goes on like this, in nanoseconds. */
  synchronized long nanosLeft() {
    double free = Math.max(0, USABLE * heap.max() - heap.used());
    return speed <= 0 ? Long.MAX_VALUE : (long) Math.min(Long.MAX_VALUE, free / speed);
  }

  /** True if there is room enough again. */
  boolean relaxed() {
    return heap.used() < HARMLESS * heap.max();
  }

  /** Lets the memory of a plugin that was stopped come back. */
  void stopped() {
    heap.collect();
  }

  private Watched paused(Watched worst, long now) {
    pausedUntil = now + PAUSE;
    return worst;
  }

  private Watched mostActive(
      Collection<? extends Watched> plugins, ToLongFunction<Watched> allocated, long now) {
    double kept = Math.exp((lastLook - now) / MEMORY_NANOS);
    double speedKept = Math.exp((lastLook - now) / SPEED_NANOS);
    lastLook = now;
    if (allocations.size() > plugins.size()) {
      allocations.keySet().retainAll(plugins);
    }
    speed = 0;
    Watched worst = null;
    double most = LEAST_BYTES;
    for (Watched plugin : plugins) {
      Allocation known = allocations.get(plugin);
      if (known == null) {
        known = new Allocation();
        known.spanBegan = now;
        known.total = allocated.applyAsLong(plugin);
        known.ofLate = known.total;
        allocations.put(plugin, known);
      }
      boolean ran = known.hasRun(plugin);
      known.ofLate *= kept;
      known.speed *= speedKept;
      if (ran) {
        look(known, allocated.applyAsLong(plugin), plugin.copiedBytes(), now);
      } else {
        known.spanBytes = 0;
        known.spanBegan = now;
      }
      speed = Math.max(speed, known.speed);
      if (known.ofLate > most) {
        most = known.ofLate;
        worst = plugin;
      }
    }
    return worst;
  }

  /**
   * What Java copies out of a plugin counts as what it takes, and not as its speed: the next
   * message is made when the plugin makes it, and arrays that come and go are no flood.
   */
  private void look(Allocation known, long total, long copied, long now) {
    long more = Math.max(0, total - known.total); // -1 once its thread has ended
    known.total = Math.max(total, known.total);
    known.ofLate += more;
    known.spanBytes += Math.max(0, more - (copied - known.copied));
    known.copied = copied;
    sinceCollection += more;
    if (now - known.spanBegan >= SPAN) {
      known.speed = Math.max(known.speed, (double) known.spanBytes / (now - known.spanBegan));
      known.spanBytes = 0;
      known.spanBegan = now;
    }
  }

  private boolean full() {
    double max = heap.max();
    double used = heap.used();
    double danger = Math.max(HARMLESS * max, USABLE * max - speed * REACTION_NANOS);
    boolean urgent = used > danger;
    boolean grown = used > FILLED * max && heap.afterCollection() > LEFT * max;
    if (!urgent && !grown || sinceCollection < NEWS * max) {
      return false;
    }
    heap.collect();
    sinceCollection = 0;
    double left = heap.used();
    return left > danger || left > LEFT * max;
  }
}
