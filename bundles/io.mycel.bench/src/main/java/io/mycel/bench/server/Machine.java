package io.mycel.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** How busy the machine is, where the system tells. */
public final class Machine {
  private static final double TICKS_A_SECOND = 100;

  private Machine() {}

  /**
   * Processor time used since the machine began.
   *
   * @param atNanos when it was read
   * @param busySeconds of all processes; NaN if unknown
   * @param ownSeconds of this process
   */
  public record Load(long atNanos, double busySeconds, double ownSeconds) {

    /**
     * The processors that all but this process and one other used since then, on average.
     *
     * @param serverSeconds what the other used
     */
    public OptionalDouble othersSince(Load before, double serverSeconds) {
      double seconds = (atNanos - before.atNanos) / 1e9;
      double others =
          busySeconds - before.busySeconds - (ownSeconds - before.ownSeconds) - serverSeconds;
      return Double.isNaN(others) || seconds <= 0
          ? OptionalDouble.empty()
          : OptionalDouble.of(Math.max(0, others / seconds));
    }
  }

  /** Now. */
  public static Load load() {
    double own =
        ProcessUsage.of(ProcessHandle.current().pid())
            .map(ProcessUsage::cpuSeconds)
            .orElse(Double.NaN);
    try (var lines = Files.lines(Path.of("/proc/stat"))) {
      return new Load(System.nanoTime(), busy(lines.findFirst().orElse("")), own);
    } catch (IOException e) {
      return new Load(System.nanoTime(), Double.NaN, own);
    }
  }

  /** From the first line of {@code /proc/stat}: all but idle and waiting for disks (proc(5)). */
  static double busy(String line) {
    String[] fields = line.trim().split("\\s+");
    double ticks = 0;
    for (int i = 1; i < Math.min(fields.length, 9); i++) {
      ticks += i == 4 || i == 5 ? 0 : Double.parseDouble(fields[i]);
    }
    return fields.length < 9 ? Double.NaN : ticks / TICKS_A_SECOND;
  }

  /** The load averages of 1, 5 and 15 minutes, empty where nobody tells. */
  public static Optional<String> loadAverages() {
    try {
      String[] words = Files.readString(Path.of("/proc/loadavg")).split(" ");
      return Optional.of(String.join(" ", words[0], words[1], words[2]));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What it is: processors, system, Java. */
  public static String description() {
    return String.format(
        Locale.ROOT,
        "%d processors, %s %s, Java %s",
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        System.getProperty("java.version"));
  }
}
