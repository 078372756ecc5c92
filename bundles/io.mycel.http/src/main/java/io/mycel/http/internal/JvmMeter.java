package io.mycel.http.internal;

import io.mycel.api.http.Meter;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** Memory, threads and uptime of this process. */
@Component
public final class JvmMeter implements Meter {

  @Override
  public List<Sample> read() {
    List<Sample> samples = new ArrayList<>();
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    samples.add(gauge("mycel_jvm_heap_used_bytes", "Heap in use.", heap.getUsed()));
    samples.add(gauge("mycel_jvm_heap_max_bytes", "The most the heap may take.", heap.getMax()));
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      if (pool.getName().equals("direct")) {
        long used = pool.getMemoryUsed();
        samples.add(gauge("mycel_jvm_direct_memory_used_bytes", "Direct buffers in use.", used));
      }
    }
    int threads = ManagementFactory.getThreadMXBean().getThreadCount();
    samples.add(gauge("mycel_jvm_threads", "Live threads.", threads));
    double uptime = ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0;
    samples.add(gauge("mycel_jvm_uptime_seconds", "Time since the process started.", uptime));
    return samples;
  }

  private static Sample gauge(String name, String help, double value) {
    return new Sample(name, help, Kind.GAUGE, Map.of(), value);
  }
}
