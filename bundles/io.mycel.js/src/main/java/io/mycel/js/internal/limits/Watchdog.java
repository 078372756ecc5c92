package io.mycel.js.internal.limits;

import com.sun.management.ThreadMXBean;
import io.mycel.js.internal.thread.DaemonThreads;
import java.lang.management.ManagementFactory;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all plugins while any of them runs, and stops those that take too much: processor time,
 * or all the memory. Sleeps while nobody works.
 */
public final class Watchdog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long SHORTEST_TICK = TimeUnit.MILLISECONDS.toNanos(1);

  /** So often it is looked at least while the heap fills. */
  private static final int LOOKS = 20;

  /** The end of a plugin frees its memory: so long is waited for it. */
  private static final long END_MILLIS = 250;

  private static final long AWAKE = TimeUnit.SECONDS.toNanos(1);

  private final Map<Watched, CpuMeter> plugins = new ConcurrentHashMap<>();
  private final Map<Watched, Long> ending = new ConcurrentHashMap<>(); // and until when
  private final Set<Watched> runaways = ConcurrentHashMap.newKeySet();
  private final ThreadMXBean threads =
      ManagementFactory.getThreadMXBean() instanceof ThreadMXBean known ? known : null;
  private final HeapSource heap = HeapSource.ofThisJvm();
  private final MemoryWatch memory = new MemoryWatch(heap);
  private final Reserve reserve = new Reserve(heap.max());
  private final Thread thread = DaemonThreads.make("mycel-js-watchdog", this::run);
  private long lastBusy = System.nanoTime();
  private volatile boolean asleep;
  private volatile boolean closed;

  /** Begins to watch. */
  public Watchdog() {
    if (threads == null || !threads.isThreadAllocatedMemorySupported()) {
      LOG.warn(
          "This JVM does not tell what threads use: the limits of processor time and memory"
              + " of JavaScript plugins have no effect");
    }
    // the highest one is that of the threads that compile, which the server's start script lowers
    thread.setPriority(Thread.MAX_PRIORITY - 1);
    thread.start();
  }

  /** Watches a plugin. */
  public void add(Watched plugin) {
    plugins.put(plugin, new CpuMeter());
    wake();
  }

  /** A plugin is being stopped: if its thread still runs after its time, it is a runaway. */
  public void ending(Watched plugin) {
    plugins.remove(plugin);
    ending.put(
        plugin, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(plugin.limits().stopMillis()));
    wake();
  }

  /** Somebody has begun to work. Costs next to nothing while the watchdog is awake. */
  public void wake() {
    if (asleep) {
      LockSupport.unpark(thread);
    }
  }

  /** Plugins that could not be stopped and still run. */
  public Set<Watched> runaways() {
    runaways.removeIf(plugin -> !plugin.thread().isAlive());
    return Set.copyOf(runaways);
  }

  private void run() {
    while (!closed) {
      try {
        tick(System.nanoTime());
      } catch (RuntimeException e) {
        LOG.error("The watchdog of JavaScript plugins failed; it goes on", e);
      } catch (OutOfMemoryError e) {
        lastBusy = System.nanoTime();
        reserve.release(); // and look again at once
        continue;
      }
      LockSupport.parkNanos(pause());
      if (System.nanoTime() - lastBusy > AWAKE) {
        sleep();
      }
    }
  }

  /** The faster the heap fills, the sooner it is looked at again. */
  private long pause() {
    return Math.max(SHORTEST_TICK, Math.min(TICK, memory.nanosLeft() / LOOKS));
  }

  private void sleep() {
    asleep = true;
    while (!closed && ending.isEmpty() && plugins.keySet().stream().noneMatch(Watched::busy)) {
      LockSupport.park(this);
    }
    asleep = false;
    lastBusy = System.nanoTime();
  }

  private void tick(long now) {
    if (threads != null) {
      for (Map.Entry<Watched, CpuMeter> entry : plugins.entrySet()) {
        Watched plugin = entry.getKey();
        if (plugin.busy()) {
          lastBusy = now;
          long cpu = threads.getThreadCpuTime(plugin.thread().getId());
          String over = cpu < 0 ? null : entry.getValue().over(plugin, now, cpu);
          if (over != null) {
            plugin.exceeded(over);
          }
        }
      }
      Watched worst = memory.worst(plugins.keySet(), this::allocated, now);
      if (worst != null) {
        stopForMemory(worst);
      } else if (memory.relaxed()) {
        reserve.restore();
      }
    }
    checkEnding(now);
  }

  private long allocated(Watched plugin) {
    return threads.getThreadAllocatedBytes(plugin.thread().getId());
  }

  private void stopForMemory(Watched plugin) {
    reserve.release();
    plugin.exceeded("memory: it fills the heap of the server");
    if (plugin.thread() != Thread.currentThread()) {
      try {
        plugin.thread().join(END_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    memory.stopped();
  }

  /**
   * A plugin got no memory. Stops the one that has taken it, without waiting for the next look.
   *
   * @return true if that is this plugin itself
   */
  public boolean outOfMemory(Watched plugin) {
    reserve.release();
    if (threads == null) {
      plugin.exceeded("memory: there is none left");
      return true;
    }
    Watched guilty = memory.guilty(plugin, plugins.keySet(), this::allocated, System.nanoTime());
    if (guilty != null) {
      stopForMemory(guilty);
    }
    return guilty == plugin;
  }

  private void checkEnding(long now) {
    for (Iterator<Map.Entry<Watched, Long>> all = ending.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<Watched, Long> entry = all.next();
      lastBusy = now;
      if (!entry.getKey().thread().isAlive()) {
        all.remove();
      } else if (now - entry.getValue() > 0) {
        all.remove();
        runaways.add(entry.getKey());
        entry.getKey().runaway();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
