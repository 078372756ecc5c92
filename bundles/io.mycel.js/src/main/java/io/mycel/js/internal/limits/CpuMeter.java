package io.mycel.js.internal.limits;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** Processor time of one plugin: of the task that runs, and of the last minute. */
final class CpuMeter {
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
  private static final long STEP = TimeUnit.SECONDS.toNanos(1);

  /** What a thread had used at a time. */
  private record Sample(long at, long cpu) {}

  private final Deque<Sample> samples = new ArrayDeque<>();
  private long task = -1;
  private long taskBegan;

  /**
   * Looks at a plugin.
   *
   * @param now nanoseconds of a clock
   * @param cpu nanoseconds that its thread has used in all
   * @return the limit that it is over, for people; null if it is over none
   */
  String over(Watched plugin, long now, long cpu) {
    Limits limits = plugin.limits();
    if (plugin.taskNumber() != task) {
      task = plugin.taskNumber();
      taskBegan = cpu;
    }
    if (cpu - taskBegan > TimeUnit.MILLISECONDS.toNanos(limits.cpuCallMillis())) {
      return "processor time of a call: more than " + limits.cpuCallMillis() + " ms";
    }
    Sample last = samples.peekLast();
    if (last == null || now - last.at() >= STEP) {
      samples.addLast(new Sample(now, cpu));
    }
    while (now - samples.peekFirst().at() > MINUTE) {
      samples.removeFirst();
    }
    if (cpu - samples.peekFirst().cpu() > TimeUnit.MILLISECONDS.toNanos(limits.cpuMinuteMillis())) {
      return "processor time of a minute: more than " + limits.cpuMinuteMillis() + " ms";
    }
    return null;
  }
}
