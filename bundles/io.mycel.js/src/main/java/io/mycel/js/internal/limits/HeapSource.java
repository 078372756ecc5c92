package io.mycel.js.internal.limits;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads and empties a heap. */
interface HeapSource {
  /** Bytes that are used, garbage too. Allocates nothing: it is asked when there is no memory. */
  long used();

  /** Bytes that were used after the last collection of whatever kind; may keep some garbage. */
  long afterCollection();

  /** The most that there may be. */
  long max();

  /** Throws all garbage away. */
  void collect();

  /** The heap of this JVM. */
  static HeapSource ofThisJvm() {
    Runtime runtime = Runtime.getRuntime();
    List<GarbageCollectorMXBean> collectors =
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .filter(GarbageCollectorMXBean.class::isInstance)
            .map(GarbageCollectorMXBean.class::cast)
            .toList();
    Set<String> pools =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toSet());
    return new HeapSource() {
      @Override
      public long used() {
        return Math.max(0, runtime.totalMemory() - runtime.freeMemory());
      }

      @Override
      public long afterCollection() {
        GcInfo last = null;
        for (GarbageCollectorMXBean collector : collectors) {
          GcInfo info = collector.getLastGcInfo();
          if (info != null && (last == null || info.getEndTime() > last.getEndTime())) {
            last = info;
          }
        }
        return last == null
            ? 0
            : last.getMemoryUsageAfterGc().entrySet().stream()
                .filter(pool -> pools.contains(pool.getKey()))
                .map(Map.Entry::getValue)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
      }

      @Override
      public long max() {
        return runtime.maxMemory();
      }

      @Override
      public void collect() {
        runtime.gc();
      }
    };
  }
}
